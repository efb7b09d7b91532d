import { crc32, deflateRawSync, zstdCompressSync } from 'node:zlib';
import avro from 'avsc';
import { compressSync } from 'snappy';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import type { PacketContext } from '#lib/archive/packets/decoder.ts';

/** `long` from bigint, as tests write it. */
const long = avro.types.LongType.__with({
	toBuffer(value: bigint) {
		const bytes = Buffer.alloc(8);
		bytes.writeBigInt64LE(value);
		return bytes;
	},
	fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
	fromJSON: BigInt,
	toJSON: String,
	isValid: (value: unknown) => typeof value === 'bigint',
	compare: (a: bigint, b: bigint) => Number(a - b)
});

export function datum(schema: avro.schema.AvroSchema, record: unknown): Buffer {
	return avro.Type.forSchema(schema, { registry: { long } }).toBuffer(record);
}

/** A block: how many records, and their bytes as they are compressed. */
export interface MadeBlock {
	readonly count: number;
	readonly data: Buffer;
}

export const sync = Buffer.from('0123456789abcdef', 'latin1');

/** An object container of ready blocks; `schema` may be anything JSON can say. */
export function container(schema: unknown, blocks: readonly MadeBlock[], codec = 'null'): Buffer {
	return Buffer.concat([
		Buffer.from('Obj\x01', 'latin1'),
		varint(2),
		...[
			['avro.schema', JSON.stringify(schema)],
			['avro.codec', codec]
		].flatMap(([key, value]) => [
			varint(Buffer.byteLength(key!)),
			Buffer.from(key!),
			varint(Buffer.byteLength(value!)),
			Buffer.from(value!)
		]),
		varint(0),
		sync,
		...blocks.flatMap(({ count, data }) => [varint(count), varint(data.length), data, sync])
	]);
}

/** An object container of records, `perBlock` to a block. */
export function containerOf(
	schema: avro.schema.AvroSchema,
	records: readonly unknown[],
	codec: keyof typeof compressors = 'null',
	perBlock = 1
): Buffer {
	const blocks: MadeBlock[] = [];
	for (let at = 0; at < records.length; at += perBlock) {
		const part = records.slice(at, at + perBlock);
		const data = Buffer.concat(part.map((record) => datum(schema, record)));
		blocks.push({ count: part.length, data: compressors[codec](data) });
	}
	return container(schema, blocks, codec);
}

export const compressors = {
	null: (data: Buffer) => data,
	deflate: (data: Buffer) => deflateRawSync(data),
	zstandard: (data: Buffer) => zstdCompressSync(data),
	snappy: (data: Buffer) => {
		const checksum = Buffer.alloc(4);
		checksum.writeUInt32BE(crc32(data));
		return Buffer.concat([compressSync(data), checksum]);
	}
};

/** A zigzag base-128 integer. */
export function varint(value: number | bigint): Buffer {
	let zigzag = BigInt(value) < 0n ? -BigInt(value) * 2n - 1n : BigInt(value) * 2n;
	const bytes: number[] = [];
	for (; zigzag > 0x7fn; zigzag >>= 7n) bytes.push(Number(zigzag & 0x7fn) | 0x80);
	return Buffer.from([...bytes, Number(zigzag)]);
}

export function contextOf(name = 'packet.avro', schemas = new SchemaStore()): PacketContext {
	return { name, schemas };
}
