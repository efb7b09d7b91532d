/** A row as a Parquet reader gives it: 64-bit integers as `bigint`, NaN where pandas has no value. */
export type ParquetRow = Readonly<Record<string, unknown>>;

/**
 * A row as an Avro packet would have it: integers that a double holds become numbers, NaN becomes null, and this
 * throughout nested records and lists.
 */
export function plainRow(row: ParquetRow): Record<string, unknown> {
	return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
	if (typeof value === 'bigint') {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : value;
	}
	if (typeof value === 'number') return Number.isNaN(value) ? null : value;
	if (Array.isArray(value)) return value.map(plain);
	const isRecord =
		typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof Date);
	return isRecord ? plainRow(value as ParquetRow) : value;
}
