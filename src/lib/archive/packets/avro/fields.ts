import { LookbackError } from '#lib/errors.ts';

/** A record as decoded from Avro (64-bit integers as `bigint`) or from JSON (as `number`, `bigint` or text). */
export type AvroRecord = Readonly<Record<string, unknown>>;

/** A finite number, or null for null, absent, NaN and infinite. */
export function finite(value: unknown): number | null {
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	return typeof value === 'bigint' ? Number(value) : null;
}

/**
 * A 64-bit integer from a `bigint`, a whole number or digits, or null where there is none.
 * @throws LookbackError `avro/inexact-integer` for a number beyond 2^53, which has lost its last digits already.
 */
export function integer64(value: unknown): bigint | null {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'number' && Number.isInteger(value)) {
		if (Number.isSafeInteger(value)) return BigInt(value);
		throw new LookbackError(
			'incorrect',
			'avro/inexact-integer',
			`The packet was read with an integer as the number ${value}, beyond 2^53, and integers of 64 bits are wanted exactly.`,
			{ value }
		);
	}
	return typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? BigInt(value) : null;
}

/** A text that says something, or null for null, absent and blank. */
export function text(value: unknown): string | null {
	return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** A nested record, or null. */
export function record(value: unknown): AvroRecord | null {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
		? (value as AvroRecord)
		: null;
}

/** The records of an array; none where it is null or absent. */
export function records(value: unknown): readonly AvroRecord[] {
	return Array.isArray(value) ? (value as AvroRecord[]) : [];
}
