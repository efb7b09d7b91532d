import { LookbackError } from '#lib/errors.ts';
import type { Table } from '#lib/table/column.ts';
import { fileKinds, type FormatName } from '#lib/table/file-kinds.ts';
import { formats } from '#lib/table/formats.ts';
import { writeText } from '#lib/table/text.ts';
import type { Io } from './io.ts';

const names = ['table', ...Object.keys(fileKinds)];

/** For `parse({ options: { ...formatOption } })`. */
export const formatOption = { format: { type: 'string', default: 'table' } } as const;

/** For `describe.options`. */
export const formatHelp = { '--format <name>': `${names.join(', ')}; table, for people, unless given` };

/** Whether `--format` names a file format; it is `table` otherwise. */
export function isFileFormat(format: string): format is FormatName {
	return Object.hasOwn(fileKinds, format);
}

/** @throws LookbackError `cli/unknown-format` for a name that `--format` does not take. */
export function assertFormat(format: string): void {
	if (names.includes(format)) return;
	throw new LookbackError(
		'incorrect',
		'cli/unknown-format',
		`--format is ${JSON.stringify(format)}; it must be one of ${names.join(', ')}.`,
		{ format }
	);
}

/** Writes a table to stdout in the form that `--format` names. Throws `incorrect` on another name. */
export async function writeTable(table: Table, format: string, io: Io): Promise<void> {
	assertFormat(format);
	const chunks = isFileFormat(format) ? formats[format].write(table) : writeText(table, io.width);
	for await (const chunk of chunks) await io.out(chunk);
}
