import { LookbackError } from '#lib/errors.ts';
import { codecNamed, type Codec } from './codec.ts';
import { ByteCursor } from './cursor.ts';
import { schemaFromText, type AvroSchema } from './schema.ts';

/** First bytes of an Avro object container (Avro 1.12 "Object Container Files"). */
export const containerMagic = Buffer.from('Obj\x01', 'latin1');

const syncBytes = 16;

/** An Avro object container whose framing was found whole: blocks, their sync markers, nothing after them. */
export interface Container {
	readonly schema: AvroSchema;
	readonly codec: Codec;
	readonly blocks: readonly Block[];
}

export interface Block {
	readonly count: number;
	readonly data: Buffer;
}

/**
 * Reads the framing of an object container, all of it before any record, so that a container cut short or
 * overwritten is refused as a whole.
 * @throws LookbackError `avro/truncated`, `avro/bad-sync`, `avro/bad-header`, `avro/bad-schema`, `avro/unknown-codec`.
 */
export function readContainer(bytes: Buffer): Container {
	const cursor = new ByteCursor(bytes, containerMagic.length);
	const header = readHeader(cursor);
	const schemaText = header.get('avro.schema');
	if (!schemaText)
		throw new LookbackError(
			'incorrect',
			'avro/bad-header',
			'The Avro container has no avro.schema in its header, and its records cannot be read without one.'
		);
	const codec = codecNamed(header.get('avro.codec')?.toString('latin1') ?? 'null');
	const sync = cursor.take(syncBytes, "the container's sync marker");
	const blocks: Block[] = [];
	while (!cursor.atEnd) blocks.push(readBlock(cursor, sync, blocks.length));
	return { schema: schemaFromText(schemaText), codec, blocks };
}

function readHeader(cursor: ByteCursor): Map<string, Buffer> {
	const entries = new Map<string, Buffer>();
	for (let count = cursor.long('a count of header entries'); count !== 0;) {
		if (count < 0) {
			count = -count;
			cursor.long('a size of header entries');
		}
		for (; count > 0; count--) {
			const key = cursor.sized('a header key').toString('utf8');
			entries.set(key, cursor.sized('a header value'));
		}
		count = cursor.long('a count of header entries');
	}
	return entries;
}

function readBlock(cursor: ByteCursor, sync: Buffer, index: number): Block {
	const count = cursor.long("a block's count of records");
	const data = cursor.sized("a block's data");
	const position = cursor.position;
	const found = cursor.take(syncBytes, "a block's sync marker");
	if (count < 0 || !found.equals(sync))
		throw new LookbackError(
			'incorrect',
			'avro/bad-sync',
			`Block ${index} of the Avro container ends at byte ${position} without the container's sync marker, so bytes were lost or changed on the way.`,
			{ block: index, position }
		);
	return { count, data };
}
