import { LookbackError } from '#lib/errors.ts';
import type { PacketContext } from '../decoder.ts';
import { readWholeDatum } from './datum.ts';
import type { AvroRecord } from './fields.ts';
import { factsOf } from './route.ts';
import type { AvroSchema } from './schema.ts';

/** A record with the schema it was read by. */
export interface SchemaRecord {
	readonly schema: AvroSchema;
	readonly record: AvroRecord;
}

/** Confluent's wire format: a zero, the schema's id in 4 bytes (big-endian), the datum. */
const framingBytes = 5;

/**
 * Reads a message in Confluent's framing, as Rubin sends its alerts. Registries of brokers number schemas in their own
 * way: where no schema is of that id, the datum behind it is read as a bare one.
 * @throws LookbackError `avro/missing-schema` naming the id wanted, or `avro/bad-datum`.
 */
export function readFramed(bytes: Buffer, context: PacketContext): SchemaRecord {
	const id = bytes.readUInt32BE(1);
	const datum = bytes.subarray(framingBytes);
	const schema = context.schemas.forConfluentId(id);
	if (schema) return { schema, record: readWholeDatum(schema, datum) };
	const { read, tried } = fitting(datum, context);
	if (read) return read;
	const rubin =
		id < 10_000 ? ` (in Rubin's own numbering the alert schema ${Math.floor(id / 100)}.${id % 100})` : '';
	throw new LookbackError(
		'unsupported',
		'avro/missing-schema',
		`${context.name} is framed with schema id ${id}${rubin}, which is not at hand, and fits no schema that is: if it is an alert, add the .avsc files it was written with (lsst/alert_packet) to the Avro schemas.`,
		{ name: context.name, schemaId: id, tried }
	);
}

/** Whether bytes begin as Confluent's framing does; no alert's own first field, an id or a version, is zero. */
export function isFramed(bytes: Buffer): boolean {
	return bytes.length > framingBytes && bytes[0] === 0;
}

/**
 * Reads a datum that says nothing of its schema: the first schema of an alert that takes it to the last byte
 * and gives facts that can be.
 * @throws LookbackError `avro/missing-schema` naming the schemas that were tried.
 */
export function readBare(bytes: Buffer, context: PacketContext): SchemaRecord {
	const { read, tried, unusable } = fitting(bytes, context);
	if (read) return read;
	throw new LookbackError(
		'unsupported',
		'avro/missing-schema',
		`${context.name} is no Avro container and fits ${
			tried.length
				? `none of the alert schemas at hand (${tried.join(', ')})`
				: 'no schema, as none is at hand'
		}: if it is a bare Avro datum, add the .avsc files it was written with to the Avro schemas.${unusable.map((why) => ` ${why}`).join('')}`,
		{ name: context.name, tried, unusable }
	);
}

interface Fitting {
	readonly read: SchemaRecord | null;
	/** Schemas that do not take it. */
	readonly tried: readonly string[];
	/** Why others could not be tried. */
	readonly unusable: readonly string[];
}

function fitting(bytes: Buffer, context: PacketContext): Fitting {
	const tried: string[] = [];
	const unusable: string[] = [];
	for (const schema of context.schemas.alertSchemas()) {
		if (schema instanceof LookbackError) {
			unusable.push(schema.message);
			continue;
		}
		try {
			const record = readWholeDatum(schema, bytes);
			// only as its facts are asked for does it say what cannot be
			Array.from(factsOf(record, schema, context));
			return { read: { schema, record }, tried, unusable };
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			tried.push(`${schema.name} ${schema.version ?? ''}`.trim());
		}
	}
	return { read: null, tried, unusable };
}
