import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { tnsFacts } from './facts.ts';
import type { Fields } from './fields.ts';
import { objectOfRow, type TnsObject } from './object.ts';

/** Columns that any staged table of TNS objects has had since March 2021. */
export const tnsColumns = ['objid', 'name_prefix', 'name', 'ra', 'declination', 'discoverydate'] as const;

/**
 * What separates the columns of a table of TNS objects, null where its first lines have no such header: the line
 * before it says which days the table covers, and notes may stand before that. TNS writes commas; programs through
 * which tables pass write semicolons and tabs.
 */
export function tnsDelimiter(head: string): string | null {
	for (const line of head.split(/\r?\n/, 10))
		for (const delimiter of [',', ';', '\t']) {
			const cells = line.split(delimiter).map((cell) => cell.replaceAll('"', '').trim());
			if (tnsColumns.every((column) => cells.includes(column))) return delimiter;
		}
	return null;
}

/** Whether it is a row of TNS's public table, from CSV, JSON or Parquet. */
export function isTnsRow(row: Fields): boolean {
	return tnsColumns.every((column) => column in row);
}

/** Facts of a row of TNS's public table, or why it is refused; `where` says which row. */
export function tnsRowFacts(row: Fields, format: string, where: string): PacketFacts | LookbackError {
	return tnsObjectFacts(() => objectOfRow(row), format, where);
}

/** Facts of an object that `read` reads, or why it is refused. */
export function tnsObjectFacts(
	read: () => TnsObject,
	format: string,
	where: string
): PacketFacts | LookbackError {
	try {
		return tnsFacts(read(), format);
	} catch (error) {
		if (!(error instanceof LookbackError)) throw error;
		const message = `In ${where}: ${error.message}`;
		return new LookbackError(error.kind, error.code, message, error.data, { cause: error });
	}
}

export function badRow(why: string, cause?: unknown): LookbackError {
	return new LookbackError(
		'incorrect',
		'tns/bad-row',
		`A TNS object is refused: ${why}.`,
		{ why },
		{ cause }
	);
}
