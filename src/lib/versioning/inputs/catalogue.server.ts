import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { parse } from 'csv-parse/sync';
import { LookbackError } from '#lib/errors.ts';
import type { Code } from '../runtime/evaluation.ts';
import { digestOf, type Item } from './item.ts';

/**
 * Rows of a file of the analysis, an item each: of a CSV by its header, numbers as numbers and empty fields as null, or
 * the elements of a JSON array. @throws LookbackError `versioning/bad-catalogue`.
 */
export async function* catalogueItems(code: Code, name: string, path: string): AsyncGenerator<Item> {
	const text = await readInside(code, path);
	const rows = path.endsWith('.json') ? jsonRows(path, text) : csvRows(path, text);
	for (const [index, row] of rows.entries()) yield catalogueItem(name, `${path}#${index + 1}`, row);
}

async function readInside({ folder }: Code, path: string): Promise<string> {
	const root = await realpath(folder);
	const file = await realpath(join(root, path)).catch(() => null);
	if (file === null) throw badCatalogue(path, 'is not among its files');
	if (!file.startsWith(root + sep)) throw badCatalogue(path, 'leads out of its folder');
	return readFile(file, 'utf8');
}

function jsonRows(path: string, text: string): unknown[] {
	let rows: unknown;
	try {
		rows = JSON.parse(text);
	} catch (cause) {
		throw badCatalogue(path, `is no JSON: ${(cause as Error).message}`);
	}
	if (!Array.isArray(rows)) throw badCatalogue(path, 'must be a JSON array of rows');
	return rows;
}

function csvRows(path: string, text: string): unknown[] {
	try {
		return parse(text, {
			bom: true,
			columns: true,
			skip_empty_lines: true,
			trim: true,
			cast: (field, { header }) => (header ? field : valueOf(field))
		});
	} catch (cause) {
		throw badCatalogue(path, `is no table: ${(cause as Error).message}`);
	}
}

function valueOf(field: string): string | number | null {
	if (field === '') return null;
	return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(field) ? Number(field) : field;
}

function badCatalogue(path: string, what: string): LookbackError {
	return new LookbackError('incorrect', 'versioning/bad-catalogue', `The catalogue '${path}' ${what}.`, {
		path
	});
}

/** Rows are the analysis' own: no number in them is a moment of ours. */
function catalogueItem(input: string, key: string, value: unknown): Item {
	return { input, key, value, digest: digestOf(value) };
}
