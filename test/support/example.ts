import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parseManifest, type Parameters } from '#lib/versioning/manifest.ts';
import type { Call, Code, Output } from '#lib/versioning/runtime/evaluation.ts';
import { evaluate } from './analysis.ts';

const folder = resolve(import.meta.dirname, '../../examples/analyses');

/** One of the worked examples, as if checked out. */
export function example(name: string): Code {
	const own = join(folder, name);
	const manifest = parseManifest(readFileSync(join(own, 'analysis.json'), 'utf8'));
	return { name, commit: '0'.repeat(40), folder: own, manifest };
}

/** Rows of a catalogue of an example, numbers as numbers. */
export function catalogue(name: string, path: string): unknown[] {
	return parse(readFileSync(join(folder, name, path), 'utf8'), {
		columns: true,
		cast: (text, { header }) => (header || !/^[-+.\d]+$/.test(text) ? text || null : Number(text))
	});
}

/** What an example says to each call, with the defaults of its parameters. */
export async function run(
	code: Code,
	calls: readonly Call[],
	inputs: Record<string, readonly unknown[]> = {},
	parameters: Parameters = {}
): Promise<Record<string, readonly Output[]>> {
	const defaults = Object.entries(code.manifest.parameters).map(([key, one]) => [key, one.default!]);
	const setting = { inputs, parameters: { ...Object.fromEntries(defaults), ...parameters } };
	const { evaluations } = await evaluate(code, calls, setting);
	return Object.fromEntries(evaluations.map(({ key, outputs }) => [key, outputs]));
}
