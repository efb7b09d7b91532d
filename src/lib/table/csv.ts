import type { Column, Row, Table } from '#lib/table/column.ts';
import { encodeText } from '#lib/table/encode.ts';
import { plainText, valueOf } from '#lib/table/value.ts';

/**
 * The table as CSV (RFC 4180): one header line of column names, no comments, CRLF, UTF-8 without a mark.
 *
 * No value is an empty field, an empty string is `""`. Values are exact: text that a spreadsheet would take for a
 * formula (`=...`) is quoted but not altered, because programs read these files and a changed value is a wrong one.
 */
export function writeCsv(table: Table): AsyncGenerator<Uint8Array> {
	const { columns } = table;
	return encodeText(table, {
		head: line(columns.map((column) => quoted(column.name))),
		row: (row) => line(columns.map((column) => field(column, row))),
		tail: () => ''
	});
}

const line = (fields: string[]): string => `${fields.join(',')}\r\n`;

function field(column: Column, row: Row): string {
	const value = valueOf(column, row);
	return value === null ? '' : quoted(plainText(column.type, value));
}

function quoted(text: string): string {
	const plain = text !== '' && !/[",\r\n]|^[\s=+@]|\s$/.test(text);
	return plain ? text : `"${text.replaceAll('"', '""')}"`;
}
