import { LookbackError } from '#lib/errors.ts';
import type { Table } from '#lib/table/column.ts';
import { formats } from '#lib/table/formats.ts';
import { writeText } from '#lib/table/text.ts';
import type { Io } from './io.ts';

const names = ['table', ...Object.keys(formats)];

/** For `parse({ options: { ...formatOption } })`. */
export const formatOption = { format: { type: 'string', default: 'table' } } as const;

/** For `describe.options`. */
export const formatHelp = { '--format <name>': `${names.join(', ')}; table, for people, unless given` };

/** Writes a table to stdout in the form that `--format` names. Throws `incorrect` on another name. */
export async function writeTable(table: Table, format: string, io: Io): Promise<void> {
	for await (const chunk of chunks(table, format, io)) await io.out(chunk);
}

function chunks(table: Table, format: string, io: Io): AsyncIterable<string | Uint8Array> {
	if (format === 'table') return writeText(table, io.width);
	const found = Object.entries(formats).find(([name]) => name === format);
	if (found) return found[1].write(table);
	throw new LookbackError(
		'incorrect',
		'cli/unknown-format',
		`--format is ${JSON.stringify(format)}; it must be one of ${names.join(', ')}.`,
		{ format }
	);
}
