import { LookbackError } from '#lib/errors.ts';
import type { AvroRecord } from './fields.ts';
import type { AvroSchema } from './schema.ts';

/** A record and where the next one begins. */
export interface Datum {
	readonly record: AvroRecord;
	readonly end: number;
}

/**
 * Reads one record of a schema at an offset of a block.
 * @throws LookbackError `avro/bad-datum` when the bytes are not of that schema.
 */
export function readDatum(schema: AvroSchema, data: Buffer, offset: number): Datum {
	let reason: string;
	let cause: unknown;
	try {
		const { value, offset: end } = schema.type.decode(data, offset);
		if (end > offset && typeof value === 'object' && value !== null)
			return { record: value as AvroRecord, end };
		reason = end < 0 ? 'it ends too early' : 'it is no record';
	} catch (error) {
		// avsc reports what it meets as plain errors; a stack overflow is a datum nested without end.
		reason = error instanceof Error ? error.message : String(error);
		cause = error;
	}
	throw new LookbackError(
		'incorrect',
		'avro/bad-datum',
		`The bytes from ${offset} are no ${schema.name}: ${reason.slice(0, 200)}.`,
		{ schema: schema.name, offset },
		{ cause }
	);
}

/** Reads bytes that are exactly one record. @throws LookbackError `avro/bad-datum`, also for bytes left over. */
export function readWholeDatum(schema: AvroSchema, data: Buffer): AvroRecord {
	const { record, end } = readDatum(schema, data, 0);
	if (end === data.length) return record;
	throw new LookbackError(
		'incorrect',
		'avro/bad-datum',
		`A ${schema.name} ends at byte ${end} of ${data.length}, so the bytes are of another schema.`,
		{ schema: schema.name, end, length: data.length }
	);
}
