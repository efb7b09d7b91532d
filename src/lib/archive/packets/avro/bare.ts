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
 * Reads a message in Confluent's framing, as Rubin sends its alerts.
 * @throws LookbackError `avro/missing-schema` naming the id wanted, or `avro/bad-datum`.
 */
export function readFramed(bytes: Buffer, context: PacketContext): SchemaRecord {
	const id = bytes.readUInt32BE(1);
	const schema = context.schemas.forConfluentId(id);
	if (!schema)
		throw new LookbackError(
			'unsupported',
			'avro/missing-schema',
			`${context.name} is framed with schema id ${id}, which is not at hand: add the .avsc files of Rubin's alert schema ${Math.floor(id / 100)}.${id % 100} (lsst/alert_packet) to the Avro schemas.`,
			{ name: context.name, schemaId: id }
		);
	return { schema, record: readWholeDatum(schema, bytes.subarray(framingBytes)) };
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
	const tried: string[] = [];
	const unusable: string[] = [];
	for (const schema of context.schemas.alertSchemas()) {
		if (schema instanceof LookbackError) {
			unusable.push(schema.message);
			continue;
		}
		try {
			const record = readWholeDatum(schema, bytes);
			factsOf(record, schema, context);
			return { schema, record };
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			tried.push(`${schema.name} ${schema.version ?? ''}`.trim());
		}
	}
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
