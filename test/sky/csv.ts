import { readFileSync } from 'node:fs';
import { sample } from '../support/samples.ts';

/** The rows of numbers of a sample table, as text; headings and comments are left out. */
export function numberRows(path: string, separator: string | RegExp): string[][] {
	return readFileSync(sample(path), 'utf8')
		.split('\n')
		.filter((line) => /^[-\d]/.test(line))
		.map((line) => line.trim().split(separator));
}
