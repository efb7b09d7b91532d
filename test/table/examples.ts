import fc from 'fast-check';
import type { Column, Row, Table } from '#lib/table/column.ts';

/** One column of every type. */
export const columns: readonly Column[] = [
	{
		name: 'object_id',
		type: 'text',
		ucd: 'meta.id;meta.main',
		description: 'Name <by> the "survey" & others'
	},
	{ name: 'candid', type: 'long', ucd: 'meta.id', description: 'Alert id' },
	{ name: 'nobs', type: 'int', ucd: 'meta.number', description: 'Number of observations' },
	{ name: 'positive', type: 'boolean', description: 'Brighter than its reference' },
	{ name: 'mag', type: 'float', unit: 'mag', ucd: 'phot.mag', description: 'Magnitude', precision: 3 },
	{
		name: 'ra',
		type: 'double',
		unit: 'deg',
		ucd: 'pos.eq.ra;meta.main',
		description: 'Right ascension',
		precision: 6
	},
	{ name: 'observed_at', type: 'instant', ucd: 'time.epoch', description: 'Mid-time' },
	{ name: 'detail', type: 'json', description: 'Anything further' }
];

export const rows: readonly Row[] = [
	{
		object_id: 'ZTF19aapreis',
		candid: 2695378462115010012n,
		nobs: 7,
		positive: true,
		mag: Math.fround(18.3),
		ra: 314.2623916,
		observed_at: 1_569_963_540_123_456,
		detail: { redshift: 0.051, oid: 2n ** 62n, names: ['AT2019dsg'] }
	},
	{
		object_id: '=1+1, "é" 😀\r\n',
		candid: -(2n ** 63n),
		nobs: -(2 ** 31),
		positive: false,
		mag: -0.5,
		ra: 1e-300
	},
	{
		object_id: '',
		candid: 2n ** 63n - 1n,
		nobs: 2 ** 31 - 1,
		mag: Infinity,
		ra: NaN,
		observed_at: -1,
		detail: null
	}
];

export function tableOf(of: Table['rows'] = rows, only: readonly Column[] = columns): Table {
	return {
		name: 'light-curve',
		description: 'Photometry of one object.',
		columns: only,
		rows: of,
		notes: { basis: '2019-10-01T20:59:00Z~1742', credit: 'ZTF & "others" <public>' }
	};
}

/** Any text a program can hold, lone surrogates and controls included. */
export const anyText = fc.string({ unit: 'binary' });

export const anyRow: fc.Arbitrary<Row> = fc.record(
	{
		object_id: anyText,
		candid: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
		nobs: fc.integer(),
		positive: fc.boolean(),
		mag: fc.float(),
		ra: fc.double(),
		observed_at: fc.integer({ min: -8e15, max: 8e15 }),
		detail: fc.option(fc.jsonValue())
	},
	{ requiredKeys: [] }
);

export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks) parts.push(chunk);
	return Uint8Array.from(Buffer.concat(parts));
}

export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
	return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await bytesOf(chunks));
}
