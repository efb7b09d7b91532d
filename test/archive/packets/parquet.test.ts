import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { exactCandid } from '#lib/archive/packets/parquet/fink-row.ts';
import { assertModest } from '#lib/archive/packets/parquet/pages.ts';
import { sample, samples } from '../../support/samples.ts';
import { decodeAll } from './recognise/decode-all.ts';

function table(columns: Readonly<Record<string, unknown[]>>): Uint8Array {
	const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }));
	return new Uint8Array(parquetWriteBuffer({ columnData }));
}

describe('a candid that went through a double', () => {
	it('comes back exactly from the three digits its tblid gives', () => {
		const candid = fc
			.tuple(
				fc.bigInt({ min: 10n ** 11n, max: 4_600n * 10n ** 9n }),
				fc.integer({ min: 10, max: 99 }),
				fc.integer({ min: 0, max: 999 })
			)
			.map(([pid, direction, tblid]) => ({
				exact: pid * 1_000_000n + BigInt(direction * 1000 + tblid),
				tblid
			}));
		fc.assert(fc.property(candid, ({ exact, tblid }) => exactCandid(Number(exact), tblid) === exact));
	});

	it('is lost where tblid does not fit it, and never guessed', () => {
		expect(exactCandid(Number(2666169054515015006n), 900)).toBe('lost');
		expect(exactCandid(Number(2666169054515015006n), null)).toBe('lost');
		expect(exactCandid(Number.NaN, 6)).toBe('lost');
	});

	it('is null for an upper limit', () => {
		expect(exactCandid(null, null)).toBeNull();
	});
});

describe('a table made to fill the memory', () => {
	const file = table({ a: Array<number>(1000).fill(7), b: Array<number>(1000).fill(8) })
		.buffer as ArrayBuffer;
	const [group] = parquetMetadata(file).row_groups;
	const modest = (most: { pageBytes: number; values: number }) => () =>
		assertModest(file, group!, 'bomb', most);

	it('is refused by the values that its pages announce, all columns together', () => {
		expect(file.byteLength).toBeLessThan(1000);
		expect(modest({ pageBytes: 1e9, values: 1999 })).toThrow(/more than 1999 values in a row group/);
		expect(modest({ pageBytes: 1e9, values: 4000 })).not.toThrow();
	});

	it('is refused by what a page unpacks to', () => {
		expect(modest({ pageBytes: 3, values: 1e9 })).toThrow(/page of more than 3 bytes unpacked/);
	});

	it('is refused where a page says more than its column, before anything of it is read', async () => {
		const bytes = table({ programid: Array<number>(1000).fill(1) });
		// num_values of the data page's header, as thrift writes it: of 1000 values it becomes one of 2^31 - 1
		const header = Buffer.from('5c15d00f', 'hex');
		const at = Buffer.from(bytes).indexOf(header);
		expect(at).toBeGreaterThan(0);
		const larger = Buffer.concat([
			bytes.subarray(0, at),
			Buffer.from('5c15feffffff0f', 'hex'),
			bytes.subarray(at + header.length)
		]);
		await expect(decodeAll(larger)).rejects.toMatchObject({ code: 'parquet/too-large' });
	});
});

describe('tables in Parquet', () => {
	it('reads TNS objects, a bad row refused by its number', async () => {
		const { packets, refused } = await decodeAll(
			table({
				objid: [1, 2],
				name_prefix: ['AT', 'AT'],
				name: ['2026a', '2026b'],
				ra: [10.5, 400],
				declination: [-5, 0],
				discoverydate: ['2026-02-09 03:46:46.998', '2026-02-09 03:46:46.998']
			})
		);
		expect(packets).toMatchObject([{ format: 'tns-parquet', alerts: [{ objectId: '2026a', alertId: 1n }] }]);
		expect(refused.map(({ message }) => message)).toEqual([expect.stringMatching(/row 2: .*ra 400/)]);
	});

	it('reads an alert without the history rows whose candid is lost, and says how many they are', async () => {
		const history = (candid: number | null, tblid: number | null) => ({
			...{ jd: 2460400.6, fid: 1, pid: 2666169054515, programid: 1, isdiffpos: 't', ra: 10, dec: 20 },
			...{ candid, tblid, magpsf: 18.5, sigmapsf: 0.1, diffmaglim: 20 }
		});
		const rounded = Number(2663169054515015006n);
		const { packets, refused } = await decodeAll(
			table({
				objectId: ['ZTF24aaknknn'],
				candid: [2666169054515015006n],
				candidate: [{ ...history(null, 6), candid: null, jd: 2460420.6 }],
				prv_candidates: [
					[history(rounded, 6), history(rounded, 900), history(null, null), history(rounded, null)]
				]
			})
		);
		expect(packets[0]!.photometry.map(({ kind, measurement }) => [kind, measurement])).toEqual([
			['detection', 2666169054515015006n],
			['detection', 2663169054515015006n],
			['limit', expect.any(BigInt)]
		]);
		expect(refused).toMatchObject([{ code: 'parquet/lost-candid', data: { lostRows: 2, historyRows: 4 } }]);
		expect(refused[0]!.message).toMatch(
			/^2 of the 4 history rows of ZTF24aaknknn \(alert 2666169054515015006, row 1\)/
		);
	});

	it('refuses other tables by the columns they have', async () => {
		await expect(decodeAll(table({ flux: [1, 2], wave: [3, 4] }))).rejects.toMatchObject({
			code: 'parquet/unknown-table',
			message: expect.stringContaining('the columns flux, wave')
		});
	});

	it('refuses a file that breaks off', async () => {
		const cut = table({ flux: [1, 2] }).subarray(0, 40);
		await expect(decodeAll(cut)).rejects.toMatchObject({ code: 'parquet/malformed' });
	});
});

describe.skipIf(!samples)('real tables of Fink', () => {
	it('reads ZTF alerts with histories whose candids are whole again', async () => {
		const { packets, refused } = await decodeAll(
			await readFile(sample('ztf/fink-science/part-0-0-435829.parquet'))
		);
		expect([packets.length, refused.length]).toEqual([72, 0]);
		const [first] = packets;
		expect(first).toMatchObject({
			source: 'fink',
			format: 'ztf-parquet',
			schemaVersion: '4.02',
			alerts: [{ alertId: 2666169054515015006n, objectId: 'ZTF24aaknknn', band: 'g' }]
		});
		const detections = packets.flatMap(({ photometry }) => photometry.filter(({ mag }) => mag !== null));
		expect(detections.every(({ kind }) => kind === 'detection')).toBe(true);
		expect(detections.length).toBeGreaterThan(packets.length);
	});

	it('knows what Fink said since Fink was done, where the table tells', async () => {
		const { packets } = await decodeAll(
			await readFile(sample('ztf/fink-science/superluminous_test_alerts.parquet'))
		);
		const score = packets[0]!.statements.find(({ qualifier }) => qualifier === 'slsn_score');
		expect(score).toMatchObject({ subject: 'objects/ztf/ZTF25abuovxv', agent: 'fink' });
		expect(score!.statedAt).toBe(Date.UTC(2025, 10, 4, 9, 41, 13) * 1000 + 299_119);
	});

	it('reads Rubin alerts', async () => {
		const { packets, refused } = await decodeAll(
			await readFile(sample('lsst/fink-science_real_202601/rubin_sample_data_10_0.parquet'))
		);
		expect([packets.length, refused.length]).toEqual([25, 0]);
		expect(packets[0]).toMatchObject({ format: 'lsst-parquet', alerts: [{ alertId: 169813006680588318n }] });
	});
});
