import type { Column, Row } from '#lib/table/column.ts';
import { plainText, valueOf, type Value } from '#lib/table/value.ts';

/** The column by whose values rows are ordered, and which way. */
export interface SortOrder {
	readonly name: string;
	readonly descending: boolean;
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Rows by the values of one column: numbers, 64-bit integers and instants by size, texts by the alphabet with numbers in
 * them by size. Rows without a value come last, whichever way; equal ones stay in the order given.
 */
export function sortRows(rows: readonly Row[], column: Column, descending: boolean): Row[] {
	const keyed = rows.map((row) => ({ row, value: valueOf(column, row) }));
	const sign = descending ? -1 : 1;
	keyed.sort((a, b) => {
		if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
		return sign * compare(column, a.value, b.value);
	});
	return keyed.map(({ row }) => row);
}

function compare(column: Column, a: NonNullable<Value>, b: NonNullable<Value>): number {
	switch (column.type) {
		case 'text':
		case 'json':
			return words.compare(plainText(column.type, a), plainText(column.type, b));
		default: {
			const [x, y] = [a as number | bigint | boolean, b as number | bigint | boolean];
			return x < y ? -1 : x > y ? 1 : 0;
		}
	}
}

/** What a press on a heading makes of an order: up, then down, then as given. */
export function nextOrder(order: SortOrder | null, name: string): SortOrder | null {
	if (order?.name !== name) return { name, descending: false };
	return order.descending ? null : { name, descending: true };
}
