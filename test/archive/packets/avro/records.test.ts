import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordsOf } from '#lib/archive/packets/avro/records.ts';
import { LookbackError } from '#lib/errors.ts';
import { compressors, container, containerOf, contextOf, datum, sync, varint } from './make.ts';

const schema = {
	type: 'record',
	name: 'test.row',
	fields: [
		{ name: 'id', type: 'long' },
		{ name: 'flux', type: ['float', 'null'] },
		{ name: 'names', type: { type: 'array', items: 'string' } },
		{ name: 'stamp', type: 'bytes' },
		{ name: 'scores', type: { type: 'map', values: 'double' } }
	]
} as const;

function row(id: bigint) {
	return { id, flux: null, names: ['a', 'b'], stamp: Buffer.from([1, 2, 3]), scores: { sn: 0.5 } };
}

function read(bytes: Uint8Array) {
	return [...recordsOf(bytes, contextOf())].map((read) =>
		read instanceof LookbackError ? read.code : read.record
	);
}

function codeOf(act: () => unknown): string {
	try {
		act();
	} catch (error) {
		if (error instanceof LookbackError) return error.code;
		throw error;
	}
	return 'no error';
}

describe('object containers', () => {
	test.each(['null', 'deflate', 'snappy', 'zstandard'] as const)(
		'are read in order, block by block, with codec %s',
		(codec) => {
			const ids = [1n, 2n, 3n, 4n, 5n];
			const records = read(containerOf(schema as never, ids.map(row), codec, 2));
			expect(records.map((record) => (record as { id: bigint }).id)).toEqual(ids);
			expect(records[0]).toMatchObject({ flux: null, names: ['a', 'b'], scores: { sn: 0.5 } });
			expect((records[4] as { stamp: Buffer }).stamp).toEqual(Buffer.from([1, 2, 3]));
		}
	);

	test('keep every 64-bit integer exactly', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (id) => {
				const [record] = read(containerOf(schema as never, [row(id)]));
				expect((record as { id: bigint }).id).toBe(id);
			}),
			{
				examples: [
					[-(2n ** 63n)],
					[2n ** 63n - 1n],
					[0n],
					[-1n],
					[2n ** 53n + 1n],
					[63n],
					[64n],
					[-64n],
					[-65n]
				]
			}
		);
	});

	test('with a union whose default is not of its first branch are read, as nearly all of ZTF are', () => {
		const wrong = {
			type: 'record',
			name: 'ztf.part',
			fields: [{ name: 'rb', type: ['float', 'null'], default: null }]
		};
		expect(read(container(wrong, [{ count: 1, data: Buffer.from([2]) }]))).toEqual([{ rb: null }]);
	});

	test('with a union of two kinds of number give the number itself', () => {
		const numbers = {
			type: 'record',
			name: 'n',
			fields: [{ name: 'value', type: ['null', 'int', 'long', 'double'] }]
		};
		const data = Buffer.concat([varint(2), varint(7)]);
		expect(read(container(numbers, [{ count: 1, data }]))).toEqual([{ value: 7n }]);
	});

	test('that repeat a field name are refused with the field', () => {
		const twice = {
			type: 'record',
			name: 'winter.candidate',
			fields: [
				{ name: 'sgmag1', type: 'int' },
				{ name: 'sgmag1', type: 'int' }
			]
		};
		expect(() => read(container(twice, []))).toThrow(/two fields named "sgmag1"/);
	});

	test('whose last block lacks its sync marker tell the blocks before it, and the reason last', () => {
		const bytes = containerOf(schema as never, [row(1n), row(2n)]);
		bytes[bytes.length - 1]! ^= 1;
		expect(read(bytes)).toMatchObject([{ id: 1n }, 'avro/bad-sync']);
	});

	test('are refused as a whole when no block has its sync marker', () => {
		const bytes = containerOf(schema as never, [row(1n)]);
		bytes[bytes.length - 1]! ^= 1;
		expect(codeOf(() => read(bytes))).toBe('avro/bad-sync');
	});

	test('that lost bytes in a block go on behind its sync marker', () => {
		const bytes = containerOf(schema as never, [1n, 2n, 3n, 4n].map(row));
		const second = bytes.indexOf(sync, bytes.indexOf(sync) + sync.length) + sync.length;
		const lossy = Buffer.concat([bytes.subarray(0, second + 5), bytes.subarray(second + 8)]);
		const [, , , reason] = [...recordsOf(lossy, contextOf())];
		expect(read(lossy)).toMatchObject([{ id: 1n }, { id: 3n }, { id: 4n }, expect.stringMatching(/^avro\//)]);
		expect(String(reason)).toMatch(/Block 1 .*Its whole blocks are read/);
	});

	test('with bytes after the last block tell its records, and the rest as unreadable', () => {
		const bytes = containerOf(schema as never, [row(1n)]);
		expect(read(Buffer.concat([bytes, Buffer.from([0])]))).toMatchObject([{ id: 1n }, 'avro/truncated']);
		expect(read(Buffer.concat([bytes, Buffer.from('garbage and more of it, and more')]))).toMatchObject([
			{ id: 1n },
			expect.stringMatching(/^avro\/(truncated|bad-sync)$/)
		]);
	});

	test('with a block that does not uncompress tell the blocks around it', () => {
		const whole = [1n, 2n, 3n].map((id) => compressors.snappy(datum(schema as never, row(id))));
		whole[1]![whole[1]!.length - 1]! ^= 1;
		const blocks = whole.map((data) => ({ count: 1, data }));
		expect(read(container(schema, blocks, 'snappy'))).toMatchObject([
			{ id: 1n },
			'avro/bad-block',
			{ id: 3n }
		]);
	});

	test('cut short anywhere are refused or told as unreadable, never read as less', () => {
		const bytes = containerOf(schema as never, [row(1n)]);
		const blockless = bytes.indexOf(sync) + sync.length;
		for (let length = 4; length < bytes.length; length++)
			if (length !== blockless) expect(codeOf(() => read(bytes.subarray(0, length)))).toMatch(/^avro\//);
	});

	test('with another codec name it', () => {
		expect(() => read(container(schema, [], 'lzma'))).toThrow(
			/compressed with "lzma"; null, deflate, snappy/
		);
	});

	test('tell the records before an unreadable one, and the reason once', () => {
		const good = datum(schema as never, row(1n));
		const bad = Buffer.concat([varint(2), varint(9)]);
		const bytes = container(schema, [{ count: 3, data: Buffer.concat([good, bad]) }]);
		expect(read(bytes)).toMatchObject([{ id: 1n }, 'avro/bad-datum']);
	});

	test('tell bytes left over in a block', () => {
		const data = Buffer.concat([datum(schema as never, row(1n)), Buffer.from([0])]);
		expect(read(container(schema, [{ count: 1, data }]))).toMatchObject([{ id: 1n }, 'avro/bad-block']);
	});

	test('tell a damaged snappy block by its checksum', () => {
		const data = compressors.snappy(datum(schema as never, row(1n)));
		data[data.length - 1]! ^= 1;
		expect(read(container(schema, [{ count: 1, data }], 'snappy'))).toEqual(['avro/bad-block']);
	});
});

describe('packets made to fill the memory', () => {
	test.each(['deflate', 'snappy', 'zstandard'] as const)(
		'are refused when a %s block grows beyond the limit',
		(codec) => {
			const data = compressors[codec](Buffer.alloc(65 * 1024 * 1024));
			expect(data.length).toBeLessThan(5_000_000);
			expect(read(container(schema, [{ count: 1, data }], codec))).toEqual(['avro/block-too-large']);
		}
	);

	test('are refused when snappy announces more than the limit, whatever follows', () => {
		const data = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 1, 2, 3, 4]);
		expect(read(container(schema, [{ count: 1, data }], 'snappy'))).toEqual(['avro/block-too-large']);
	});

	test.each([2 ** 30, 2 ** 40, -(2 ** 40)])('are refused when an array announces %d items', (count) => {
		const arrays = {
			type: 'record',
			name: 'a',
			fields: [{ name: 'x', type: { type: 'array', items: 'int' } }]
		};
		const data = Buffer.concat([varint(count), varint(1), varint(1)]);
		expect(read(container(arrays, [{ count: 1, data }]))).toEqual(['avro/bad-datum']);
	});

	test('are refused when array items take no bytes', () => {
		const nulls = {
			type: 'record',
			name: 'a',
			fields: [{ name: 'x', type: { type: 'array', items: 'null' } }]
		};
		const data = Buffer.concat([varint(6), Buffer.alloc(8)]);
		expect(read(container(nulls, [{ count: 1, data }]))).toEqual(['avro/bad-datum']);
	});

	test('are refused when a block announces more records than it can hold', () => {
		const empty = { type: 'record', name: 'a', fields: [] };
		expect(read(container(empty, [{ count: 2 ** 40, data: Buffer.alloc(0) }]))).toEqual(['avro/bad-datum']);
	});

	test('are refused when records within records multiply nothing', () => {
		let nested: object = { type: 'record', name: 'r0', fields: [{ name: 'n', type: 'null' }] };
		for (let depth = 1; depth <= 30; depth++)
			nested = {
				type: 'record',
				name: `r${depth}`,
				fields: [
					{ name: 'a', type: nested },
					{ name: 'b', type: `r${depth - 1}` }
				]
			};
		expect(codeOf(() => read(container(nested, [{ count: 1, data: Buffer.alloc(1) }])))).toBe(
			'avro/bad-schema'
		);
	});

	test('are refused when a record holds itself', () => {
		const endless = { type: 'record', name: 'r', fields: [{ name: 'r', type: 'r' }] };
		expect(codeOf(() => read(container(endless, [{ count: 1, data: Buffer.alloc(1) }])))).toBe(
			'avro/bad-schema'
		);
	});

	test('are refused when a chain of records goes too deep', () => {
		const chain = { type: 'record', name: 'r', fields: [{ name: 'next', type: ['null', 'r'] }] };
		const data = Buffer.alloc(1_000_000, 2);
		expect(read(container(chain, [{ count: 1, data }]))).toEqual(['avro/bad-datum']);
	});

	test('of any bytes are refused with a reason, and read by nothing', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
				const bytes = Buffer.concat([Buffer.from('Obj\x01', 'latin1'), tail]);
				expect(codeOf(() => read(bytes))).toMatch(/^avro\//);
			})
		);
	});
});
