import { LookbackError } from '#lib/errors.ts';
import { codecNamed, type Codec } from './codec.ts';
import { ByteCursor } from './cursor.ts';
import { schemaFromText, type AvroSchema } from './schema.ts';

/** First bytes of an Avro object container (Avro 1.12 "Object Container Files"). */
export const containerMagic = Buffer.from('Obj\x01', 'latin1');

const syncBytes = 16;

/** The framing of an Avro object container. */
export interface Container {
	readonly schema: AvroSchema;
	readonly codec: Codec;
	/** Its whole blocks, those with the container's sync marker behind them. */
	readonly blocks: readonly Block[];
	/** What else there is between, before or behind them, or null. */
	readonly damage: LookbackError | null;
}

export interface Block {
	readonly count: number;
	readonly data: Buffer;
}

/**
 * Reads the framing of an object container, all of it before any record. Where it is damaged, reading goes on behind
 * the next sync marker, which is what these are for; a container without any whole block is refused as a whole.
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
	const damages: LookbackError[] = [];
	while (!cursor.atEnd) {
		const start = cursor.position;
		try {
			blocks.push(readBlock(cursor, sync, blocks.length + damages.length));
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			damages.push(error);
			const marker = bytes.indexOf(sync, start);
			cursor.position = marker < 0 ? bytes.length : marker + syncBytes;
		}
	}
	const [first] = damages;
	if (first && blocks.length === 0) throw first;
	const schema = schemaFromText(schemaText);
	return { schema, codec, blocks, damage: first ? damageOf(first, damages.length) : null };
}

function damageOf({ kind, code, message, data }: LookbackError, places: number): LookbackError {
	const others = places > 1 ? ` It is damaged in ${places} places, of which this is the first.` : '';
	return new LookbackError(
		kind,
		code,
		`${message} Its whole blocks are read, and nothing else of it.${others}`,
		{ ...data, places }
	);
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
