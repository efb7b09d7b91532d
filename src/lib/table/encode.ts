import type { Row, Table } from '#lib/table/column.ts';

/** A text format: what stands before the rows, each row (numbered from 0), and what stands after them. */
export interface TextForm {
	readonly head: string;
	readonly row: (row: Row, index: number) => string;
	readonly tail: () => string;
}

const CHUNK_CHARACTERS = 65_536;

/**
 * The table as UTF-8 in chunks of about 64 KiB. It takes the next rows only when the next chunk is asked for, so a
 * slow reader slows the source, and closing the generator closes the source. An error of the source passes through.
 */
export async function* encodeText(table: Table, form: TextForm): AsyncGenerator<Uint8Array> {
	const encoder = new TextEncoder();
	let text = form.head;
	let index = 0;
	for await (const row of table.rows) {
		text += form.row(row, index++);
		if (text.length >= CHUNK_CHARACTERS) {
			yield encoder.encode(text);
			text = '';
		}
	}
	text += form.tail();
	if (text) yield encoder.encode(text);
}
