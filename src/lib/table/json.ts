import type { Column, Row, Table } from '#lib/table/column.ts';
import { encodeText } from '#lib/table/encode.ts';
import { jsonText, plainText, valueOf } from '#lib/table/value.ts';

/**
 * The table as one JSON document:
 * `{"name", "description", "notes", "columns": [{"name", "type", ...}], "rows": [{...}], "overflow"}`.
 */
export function writeJson(table: Table): AsyncGenerator<Uint8Array> {
	const { name, description, notes, columns } = table;
	const head = jsonText({ name, description, notes, columns });
	return encodeText(table, {
		head: `${head.slice(0, -1)},"rows":[`,
		row: (row, index) => `${index ? ',' : ''}\n${jsonRow(columns, row)}`,
		tail: () => `\n],"overflow":${table.overflowed?.() ?? false}}\n`
	});
}

/** The table as NDJSON: a JSON object a line, without the table's description. */
export function writeNdjson(table: Table): AsyncGenerator<Uint8Array> {
	return encodeText(table, {
		head: '',
		row: (row) => `${jsonRow(table.columns, row)}\n`,
		tail: () => ''
	});
}

/** One row as a JSON object with every column; null where there is no value, `"Infinity"` as text (JSON has none). */
function jsonRow(columns: readonly Column[], row: Row): string {
	const members = columns.map((column) => `${JSON.stringify(column.name)}:${jsonValue(column, row)}`);
	return `{${members.join(',')}}`;
}

function jsonValue(column: Column, row: Row): string {
	const value = valueOf(column, row);
	if (value === null) return 'null';
	if (column.type === 'json') return jsonText(value);
	const text = plainText(column.type, value);
	const bare = typeof value === 'boolean' || (column.type !== 'instant' && Number.isFinite(value));
	return bare ? text : JSON.stringify(text);
}
