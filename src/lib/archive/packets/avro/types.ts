import avro from 'avsc';

/** avsc's reading position, as its types get it (avsc 5.7.9, `lib/utils.js`): past the end it yields zeros. */
interface Tap {
	readonly buf: Buffer;
	pos: number;
	readLong(): number;
	readString(): string;
	skipLong(): void;
}

interface ReadableType extends avro.Type {
	_read(tap: Tap): unknown;
}

const words = new Uint32Array(2);
const word64 = new BigInt64Array(words.buffer);

/** 64-bit integers as `bigint`: a `candid` or `diaSourceId` does not fit a double. */
class BigIntLong extends avro.types.LongType {
	_read(tap: Tap): bigint {
		const { buf } = tap;
		const first = buf[tap.pos++]!;
		if (first < 0x80) return BigInt((first >>> 1) ^ -(first & 1));
		// 28 + 28 + 8 bits, so that every part fits a 32-bit operation.
		let low = first & 0x7f;
		let middle = 0;
		let high = 0;
		for (let index = 1; ; index++) {
			if (index > 9) throw new Error('a long is more than ten bytes long');
			const byte = buf[tap.pos++]!;
			const bits = byte & 0x7f;
			if (index < 4) low |= bits << (7 * index);
			else if (index < 8) middle |= bits << (7 * (index - 4));
			else high |= bits << (7 * (index - 8));
			if (!(byte & 0x80)) break;
		}
		const lower = low | (middle << 28);
		const upper = (middle >>> 4) | (high << 24);
		const sign = -(lower & 1);
		words[0] = ((lower >>> 1) | (upper << 31)) ^ sign;
		words[1] = (upper >>> 1) ^ sign;
		return word64[0]!;
	}
}

/** Byte strings as views of the packet: cutouts are most of a packet, and copying them most of the work. */
class ViewedBytes extends avro.types.BytesType {
	_read(tap: Tap): Buffer {
		const length = tap.readLong();
		if (length < 0 || length > tap.buf.length - tap.pos) throw new Error('a byte string runs past the end');
		return tap.buf.subarray(tap.pos, (tap.pos += length));
	}
}

/**
 * Reads the blocks of an array or map, item by item. A count larger than the bytes that follow, or items that
 * take no bytes, would let a short packet fill the memory: both are refused.
 */
function readBlocks(tap: Tap, readItem: () => void): void {
	for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
		if (count < 0) {
			count = -count;
			tap.skipLong();
		}
		const start = tap.pos;
		if (count > tap.buf.length - start)
			throw new Error(
				`an array or map announces ${count} items in ${Math.max(0, tap.buf.length - start)} bytes`
			);
		for (let index = 0; index < count; index++) {
			readItem();
			if (tap.pos > tap.buf.length) throw new Error('an array or map runs past the end');
		}
		if (tap.pos - start < count) throw new Error('an array or map has items that take no bytes');
	}
}

class BoundedArray extends avro.types.ArrayType {
	_read(tap: Tap): unknown[] {
		const items = this.itemsType as ReadableType;
		const value: unknown[] = [];
		readBlocks(tap, () => value.push(items._read(tap)));
		return value;
	}
}

class BoundedMap extends avro.types.MapType {
	_read(tap: Tap): Record<string, unknown> {
		const values = this.valuesType as ReadableType;
		const value: Record<string, unknown> = Object.create(null);
		readBlocks(tap, () => {
			const key = tap.readString();
			value[key] = values._read(tap);
		});
		return value;
	}
}

/** A union read as the value of its branch, also where two branches are alike (`int` and `long`). */
class PlainUnion extends avro.types.WrappedUnionType {
	_read(tap: Tap): unknown {
		const index = tap.readLong();
		const branch = this.types[index] as ReadableType | undefined;
		if (!branch)
			throw new Error(`a union has ${this.types.length} branches and the data names number ${index}`);
		return branch._read(tap);
	}
}

const long = new BigIntLong();
const bytes = new ViewedBytes();

/**
 * An avsc type for reading data of a schema: `long` is `bigint`, `bytes` are views, arrays and maps are bounded
 * by the data they stand in. Not for writing. `registry` holds named types the schema may refer to.
 */
export function readingType(schema: avro.schema.AvroSchema, registry: Record<string, avro.Type>): avro.Type {
	return avro.Type.forSchema(schema, {
		registry,
		omitRecordMethods: true,
		typeHook(part, options) {
			if (typeof part === 'object' && avro.Type.isType(part)) return undefined;
			if (Array.isArray(part)) return new PlainUnion(part, options);
			switch (typeof part === 'object' && 'type' in part ? part.type : part) {
				case 'long':
					return long;
				case 'bytes':
					return bytes;
				case 'array':
					return new BoundedArray(part as avro.schema.ArrayType, options);
				case 'map':
					return new BoundedMap(part as avro.schema.MapType, options);
			}
			return undefined;
		}
	});
}
