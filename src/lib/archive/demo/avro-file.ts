import avro from 'avsc';

/** `long` from `bigint`: a candid does not fit a double. */
const long = avro.types.LongType.__with({
	toBuffer(value: bigint) {
		const bytes = Buffer.allocUnsafe(8);
		bytes.writeBigInt64LE(value);
		return bytes;
	},
	fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
	fromJSON: BigInt,
	toJSON: String,
	isValid: (value: unknown) => typeof value === 'bigint',
	compare: (a: bigint, b: bigint) => Number(a - b)
});

const count = avro.Type.forSchema('long');
const header = avro.Type.forSchema({
	type: 'record',
	name: 'header',
	fields: [
		{ name: 'magic', type: { type: 'fixed', name: 'magic', size: 4 } },
		{ name: 'meta', type: { type: 'map', values: 'bytes' } },
		{ name: 'sync', type: { type: 'fixed', name: 'sync', size: 16 } }
	]
});
/** Any 16 bytes will do (Avro 1.12, "Object Container Files"); these do not change from run to run. */
const sync = Buffer.from('invented sky ***', 'latin1');

/** A writer of object container files of one record each, without compression, always the same for the same record. */
export function avroFileWriter(schema: avro.Schema): (record: object) => Buffer {
	const type = avro.Type.forSchema(schema, { registry: { long }, wrapUnions: false });
	const head = header.toBuffer({
		magic: Buffer.from('Obj\x01', 'latin1'),
		meta: { 'avro.schema': Buffer.from(JSON.stringify(schema)), 'avro.codec': Buffer.from('null') },
		sync
	});
	return (record) => {
		const data = type.toBuffer(record);
		return Buffer.concat([head, count.toBuffer(1), count.toBuffer(data.length), data, sync]);
	};
}
