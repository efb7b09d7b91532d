import type { Row, Table } from '#lib/table/column.ts';

/**
 * The table cut after `maxRows` rows; when there were more, `overflowed()` is true once they are read, and VOTable,
 * JSON and Parquet say so (DALI 1.1, section 4.4.1). It asks the source for one row more than it passes on.
 */
export function limitRows(table: Table, maxRows: number): Table {
	let overflowed = false;
	async function* rows(): AsyncGenerator<Row> {
		let count = 0;
		overflowed = false;
		for await (const row of table.rows) {
			if (count === maxRows) {
				overflowed = true;
				return;
			}
			yield row;
			count++;
		}
	}
	return { ...table, rows: { [Symbol.asyncIterator]: rows }, overflowed: () => overflowed };
}
