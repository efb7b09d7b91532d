import { LookbackError } from '#lib/errors.ts';
import type { PacketContext } from '../decoder.ts';
import { isFramed, readBare, readFramed, type SchemaRecord } from './bare.ts';
import { containerMagic, readContainer } from './container.ts';
import { asBuffer } from './cursor.ts';
import { readDatum } from './datum.ts';

/** Whether bytes begin as an Avro object container does. */
export function isAvroContainer(bytes: Uint8Array): boolean {
	return containerMagic.equals(bytes.subarray(0, containerMagic.length));
}

/**
 * The records of an Avro packet: an object container, a Confluent-framed message or a bare datum. In a
 * container, a record that cannot be read hides those after it in its block, which is told as one error; the next
 * block goes on. Damage between blocks is told last.
 * @throws LookbackError when nothing of the packet can be read.
 */
export function* recordsOf(
	bytes: Uint8Array,
	context: PacketContext
): Iterable<SchemaRecord | LookbackError> {
	const buffer = asBuffer(bytes);
	if (isAvroContainer(buffer)) yield* containedRecords(buffer);
	else yield isFramed(buffer) ? readFramed(buffer, context) : readBare(buffer, context);
}

function* containedRecords(buffer: Buffer): Iterable<SchemaRecord | LookbackError> {
	const { schema, codec, blocks, damage } = readContainer(buffer);
	for (const [index, block] of blocks.entries()) {
		try {
			const data = codec(block.data);
			let offset = 0;
			for (let count = 0; count < block.count; count++) {
				const { record, end } = readDatum(schema, data, offset);
				offset = end;
				yield { schema, record };
			}
			if (offset !== data.length) throw leftOver(index, block.count, offset, data.length);
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			yield error;
		}
	}
	if (damage) yield damage;
}

function leftOver(block: number, count: number, offset: number, length: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'avro/bad-block',
		`Block ${block} of the Avro container holds ${count} records in ${offset} bytes, and ${length - offset} bytes more.`,
		{ block, count, offset, length }
	);
}
