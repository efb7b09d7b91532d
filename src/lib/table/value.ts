import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Column, ColumnType, Row } from '#lib/table/column.ts';

/** What a row holds for a column once checked; null when there is no value. */
export type Value = string | boolean | number | bigint | object | null;

const INT32_MAX = 2 ** 31 - 1;
const INT64_MAX = 2n ** 63n - 1n;

const isNumber = (value: unknown): value is number => typeof value === 'number';

const wanted: Record<ColumnType, { what: string; accepts: (value: unknown) => boolean }> = {
	text: { what: 'a string', accepts: (value) => typeof value === 'string' },
	boolean: { what: 'a boolean', accepts: (value) => typeof value === 'boolean' },
	int: {
		what: 'a whole number of 32 bits',
		accepts: (value) =>
			Number.isInteger(value) && (value as number) >= -INT32_MAX - 1 && (value as number) <= INT32_MAX
	},
	long: {
		what: 'a bigint of 64 bits',
		accepts: (value) => typeof value === 'bigint' && value >= -INT64_MAX - 1n && value <= INT64_MAX
	},
	float: { what: 'a number', accepts: isNumber },
	double: { what: 'a number', accepts: isNumber },
	instant: { what: 'a whole number of microseconds since 1970 UTC', accepts: Number.isSafeInteger },
	json: { what: 'a value JSON can say', accepts: (value) => !['function', 'symbol'].includes(typeof value) }
};

/**
 * The value of a column in a row, null where there is none (null, undefined, NaN).
 * @throws LookbackError `table/bad-value` (fault) when the row holds something the column's type cannot carry.
 */
export function valueOf(column: Column, row: Row): Value {
	const value = row[column.name];
	if (value === null || value === undefined || Number.isNaN(value)) return null;
	const { what, accepts } = wanted[column.type];
	if (!accepts(value))
		throw new LookbackError(
			'fault',
			'table/bad-value',
			`Column ${column.name} is ${column.type} and wants ${what}; it got ${typeof value} ${String(value)}.`,
			{ column: column.name, type: column.type, value: String(value) }
		);
	return column.type === 'float' ? Math.fround(value as number) : (value as Value);
}

/** JSON text of any value; bigints as strings, since most readers would round them. */
export function jsonText(value: unknown): string {
	return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));
}

/** The shortest decimal that reads back as the same 32-bit float: 18.3, not 18.299999237060547. */
export function shortestFloat(value: number): number {
	for (let digits = 6; digits < 9; digits++) {
		const short = Number(value.toPrecision(digits));
		if (Math.fround(short) === value) return short;
	}
	return value;
}

/** Text of a value that is there, exact and without units: what CSV carries, and VOTable but for its times. */
export function plainText(type: ColumnType, value: NonNullable<Value>): string {
	if (type === 'instant') return formatInstant(value as Instant);
	if (type === 'json') return jsonText(value);
	if (type === 'float') return String(shortestFloat(value as number));
	return String(value);
}
