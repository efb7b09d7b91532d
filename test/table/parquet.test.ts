import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import type { Table } from '#lib/table/column.ts';
import { limitRows } from '#lib/table/limit.ts';
import { writeParquet } from '#lib/table/parquet.ts';
import { anyRow, bytesOf, columns, rows, tableOf } from './examples.ts';

async function fileOf(table: Table): Promise<ArrayBuffer> {
	const bytes = await bytesOf(writeParquet(table));
	return bytes.buffer as ArrayBuffer;
}

/** Instants as the whole microseconds of the file: a Date would round them. */
const read = async (table: Table) =>
	parquetReadObjects({
		file: await fileOf(table),
		parsers: {
			timestampFromMilliseconds: Number,
			timestampFromMicroseconds: Number,
			timestampFromNanoseconds: Number,
			dateFromDays: Number,
			stringFromBytes: (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
			geometryFromBytes: () => null,
			geographyFromBytes: () => null
		} as never
	});

const metadataOf = (file: ArrayBuffer) =>
	new Map(parquetMetadata(file).key_value_metadata?.map(({ key, value }) => [key, value]));

test('every type comes back as it went in', async () => {
	const [first, second, third] = await read(tableOf());
	expect(first).toMatchObject({
		...rows[0],
		detail: '{"redshift":0.051,"oid":"4611686018427387904","names":["AT2019dsg"]}'
	});
	expect(second).toMatchObject({ object_id: rows[1]?.object_id, candid: -(2n ** 63n), nobs: -(2 ** 31) });
	expect(third).toMatchObject({ object_id: '', candid: 2n ** 63n - 1n, mag: Infinity, observed_at: -1 });
	expect([second?.observed_at, third?.positive, third?.ra]).toEqual([null, null, null]);
});

test('units, UCDs and notes stand in the metadata as VOParquet has them', async () => {
	const metadata = metadataOf(await fileOf(tableOf()));
	expect(metadata.get('basis')).toBe('2019-10-01T20:59:00Z~1742');
	expect(metadata.get('IVOA.VOTable-Parquet.version')).toBe('1.0');
	expect(metadata.get('IVOA.VOTable-Parquet.content')).toContain('unit="deg" ucd="pos.eq.ra;meta.main"');
});

test('a file says when rows were left out', async () => {
	expect(metadataOf(await fileOf(limitRows(tableOf(), 1))).get('overflow')).toBe('true');
	expect(metadataOf(await fileOf(limitRows(tableOf(), rows.length))).has('overflow')).toBe(false);
});

test('a table of no rows is a file with its columns', async () => {
	const { num_rows, schema } = parquetMetadata(await fileOf(tableOf([])));
	expect(num_rows).toBe(0n);
	expect(schema.slice(1).map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
});

test('a long table comes in row groups, each given out before the next rows are taken', async () => {
	let taken = 0;
	function* many() {
		for (; taken < 150_000; taken++) yield { candid: BigInt(taken) };
	}
	const chunks = writeParquet(tableOf(many(), columns.slice(1, 2)));
	const parts = [(await chunks.next()).value as Uint8Array];
	expect(taken).toBeLessThan(70_000);
	for await (const chunk of chunks) parts.push(chunk);
	const file = Uint8Array.from(Buffer.concat(parts)).buffer;
	expect(parquetMetadata(file).row_groups).toHaveLength(3);
	const back = await parquetReadObjects({ file, rowStart: 149_999 });
	expect(back).toEqual([{ candid: 149_999n }]);
});

test('an independent reader gets back any row', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyRow), async (given) => {
			const back = await read(tableOf(given));
			expect(back).toHaveLength(given.length);
			back.forEach((found, i) => {
				const row = given[i] ?? {};
				expect(found.object_id ?? undefined).toBe((row.object_id as string | undefined)?.toWellFormed());
				expect(found.candid ?? undefined).toBe(row.candid);
				expect(found.observed_at ?? undefined).toBe(row.observed_at);
				const ra = row.ra as number | undefined;
				if (ra === undefined || Number.isNaN(ra)) expect(found.ra ?? null).toBeNull();
				else expect(found.ra).toBe(ra);
			});
		}),
		{ numRuns: 50 }
	);
});
