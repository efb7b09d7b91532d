import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts, StatementFact } from '#lib/archive/facts.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { recognise } from '#lib/archive/packets/recognise.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { sample, samples } from '../../support/samples.ts';

async function decode(bytes: Uint8Array): Promise<{ format: string; all: (PacketFacts | LookbackError)[] }> {
	const context = { name: 'tns', schemas: new SchemaStore() };
	const { format, decode } = recognise(bytes, context);
	const all: (PacketFacts | LookbackError)[] = [];
	for await (const one of decode(bytes, context)) all.push(one);
	return { format, all };
}

const columns =
	'objid,name_prefix,name,ra,declination,redshift,typeid,type,reporting_groupid,reporting_group,source_groupid,source_group,discoverydate,discoverymag,discmagfilter,filter,reporters,time_received,internal_names,Discovery_ADS_bibcode,Class_ADS_bibcodes,creationdate,lastmodified'.split(
		','
	);
const supernova: Readonly<Record<string, string>> = {
	objid: '34822',
	name_prefix: 'SN',
	name: '2019abc',
	ra: '314.2623552',
	declination: '14.2044',
	redshift: '0.0511',
	typeid: '3',
	type: 'SN Ia',
	reporting_group: 'ZTF',
	source_group: 'ZTF',
	discoverydate: '2019-04-09 11:09:35.500',
	discoverymag: '18.9',
	filter: 'g',
	reporters: 'J. Doe, "The" Group',
	time_received: '2019-04-10 02:00:00',
	internal_names: 'ZTF19aapreis',
	creationdate: '2019-04-10 02:00:03',
	lastmodified: '2019-05-01 08:00:00'
};

function csv(
	rows: readonly Readonly<Record<string, string>>[],
	first = '"2026-02-09 00:00:00 - 23:59:59"\n'
) {
	const quoted = (cells: readonly string[]) =>
		cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
	const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map(quoted);
	return Buffer.from(`${first}${lines.join('\n')}\n`);
}

async function facts(row: Readonly<Record<string, string>>): Promise<PacketFacts> {
	const { all } = await decode(csv([row]));
	if (all.length !== 1 || all[0] instanceof LookbackError) throw all[0] ?? new Error('nothing was read');
	return all[0]!;
}

function said(statements: readonly StatementFact[], property: string) {
	return statements
		.filter((statement) => statement.property === property)
		.map(({ qualifier, valueText, valueNumber, statedAt }) => [
			qualifier,
			valueText ?? valueNumber,
			statedAt ? formatInstant(statedAt as Instant) : null
		]);
}

describe('the public table of TNS', () => {
	it.each([
		['semicolons', ';'],
		['tabs', '\t']
	])('reads the same when %s separate its columns', async (_name, delimiter) => {
		const cells = (all: readonly string[]) =>
			all.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter);
		const row = cells(columns.map((column) => supernova[column] ?? ''));
		const { all } = await decode(Buffer.from(`${columns.join(delimiter)}\r\n${row}\r\n`));
		expect(all).toEqual([await facts(supernova)]);
	});

	it('is recognised with and without the line that says which days it covers', async () => {
		for (const first of ['"2026-02-09 00:00:00 - 23:59:59"\n', ''])
			expect(await decode(csv([supernova], first))).toMatchObject({
				format: 'tns-csv',
				all: [{ source: 'tns' }]
			});
	});

	it.each([
		['blank lines', '\n\n'],
		['notes', '# our copy\n# of Monday\n'],
		['the line of days as a spreadsheet keeps it', `2026-02-09${','.repeat(columns.length - 1)}\n`]
	])('is read behind %s', async (_what, first) => {
		expect(await decode(csv([supernova], first))).toMatchObject({
			format: 'tns-csv',
			all: [{ source: 'tns' }]
		});
	});

	it('refuses a row that is no UTF-8 alone, instead of keeping names with signs that nobody wrote', async () => {
		const rows = [{ ...supernova, reporters: 'Förster' }, supernova];
		const { all } = await decode(Buffer.from(csv(rows).toString(), 'latin1'));
		expect(all).toMatchObject([{ message: expect.stringMatching(/line 3 is not UTF-8/) }, { source: 'tns' }]);
	});

	it('tells a discovery as an alert known when its report was received', async () => {
		const { alerts, photometry } = await facts(supernova);
		expect(alerts).toMatchObject([
			{
				survey: 'tns',
				alertId: 34822n,
				objectId: '2019abc',
				raDeg: 314.2623552,
				decDeg: 14.2044,
				band: 'g',
				mag: 18.9
			}
		]);
		expect(formatInstant(alerts[0]!.observedAt)).toBe('2019-04-09T11:09:35.5Z');
		expect(formatInstant(alerts[0]!.statedAt as Instant)).toBe('2019-04-10T02:00:00Z');
		expect(photometry).toMatchObject([{ measurement: 34822n, kind: 'detection', origin: 'own', mag: 18.9 }]);
	});

	it('knows a supernova as AT since its report, and as SN with class and redshift since its last change', async () => {
		const { statements } = await facts(supernova);
		expect(said(statements, 'name')).toEqual([
			['', 'AT2019abc', '2019-04-10T02:00:00Z'],
			['', 'SN2019abc', '2019-05-01T08:00:00Z']
		]);
		expect(said(statements, 'class')).toEqual([['', 'SN Ia', '2019-05-01T08:00:00Z']]);
		expect(said(statements, 'redshift')).toEqual([['', 0.0511, '2019-05-01T08:00:00Z']]);
	});

	it('names the object of the survey that reported it', async () => {
		const one = await facts(supernova);
		expect(said(one.statements, 'identity')).toEqual([
			['ZTF19aapreis', 'objects/ztf/ZTF19aapreis', '2019-04-10T02:00:00Z']
		]);
		const three = await facts({
			...supernova,
			internal_names: 'ATLAS19abc, ZTF19aapreis,LSST-AP-DO-170595943059554358'
		});
		expect(said(three.statements, 'identity').map(([, page]) => page)).toEqual([
			'objects/ztf/ZTF19aapreis',
			'objects/lsst/170595943059554358'
		]);
		expect(said(three.statements, 'internal-name')).toEqual([
			['ATLAS19abc', 'ATLAS19abc', '2019-05-01T08:00:00Z']
		]);
	});

	it('says nothing new where only the time of the last change moved', async () => {
		const content = ({ statements }: PacketFacts) => statements.map(({ statedAt: _, ...rest }) => rest);
		const later = await facts({ ...supernova, lastmodified: '2024-01-01 00:00:00' });
		expect(content(later)).toEqual(content(await facts(supernova)));
	});

	it('says nothing of what a field leaves empty', async () => {
		const bare = { ...supernova, redshift: '', type: '', typeid: '', name_prefix: 'AT', discoverymag: '' };
		const { alerts, photometry, statements } = await facts(bare);
		expect(alerts).toMatchObject([{ mag: null }]);
		expect(photometry).toEqual([]);
		expect(new Set(statements.map(({ property }) => property))).toEqual(
			new Set(['name', 'reporting-group', 'discovery-data-source', 'reporters', 'identity'])
		);
	});

	it('knows of no change where the table writes its zero date', async () => {
		const { statements } = await facts({ ...supernova, lastmodified: '0000-00-00 00:00:00' });
		expect(statements.find(({ property }) => property === 'class')).toMatchObject({ statedAt: null });
	});

	it('refuses an object id of more digits than any 64-bit number has', async () => {
		const { all } = await decode(csv([{ ...supernova, objid: '1'.repeat(20) }]));
		expect(all).toEqual([expect.objectContaining({ code: 'tns/bad-field' })]);
	});

	it('refuses bad rows one by one, each with its line', async () => {
		const rows = [supernova, { ...supernova, objid: 'x' }, { ...supernova, declination: '92' }, supernova];
		const table = Buffer.concat([csv(rows), Buffer.from('"1","AT"\n'), Buffer.from('"1","A"T","2019x"\n')]);
		const { all } = await decode(table);
		const refused = all.filter((one) => one instanceof LookbackError);
		expect(all).toHaveLength(6);
		expect(refused.map(({ message }) => message).sort()).toEqual([
			expect.stringMatching(/Invalid Closing Quote.*line 8/),
			expect.stringMatching(/line 7 has 2 fields, and the header 23/),
			expect.stringMatching(/line 4: .*'objid'.*'x'.*whole number/),
			expect.stringMatching(/line 5: .*declination 92/)
		]);
	});
});

describe.skipIf(!samples)('real objects of TNS', () => {
	it('reads rows of the full layout, and one object as CSV row and Parquet row alike', async () => {
		const { all } = await decode(await readFile(sample('tns/tns_public_objects_rows.json')));
		const [, , inJson] = all as PacketFacts[];
		expect(all).toHaveLength(4);
		expect(inJson!.alerts[0]).toMatchObject({ objectId: '2018lzf', alertId: 94746n });
		const parquet = await decode(await readFile(sample('tns/fink-science/tns_raw__6bbb7f8.parquet')));
		expect(parquet.all).toMatchObject([{ ...inJson, format: 'tns-parquet' }]);
	});

	it('reads a reply of the object API, known when it was received', async () => {
		const { format, all } = await decode(await readFile(sample('tns/ampel_AT2020ubb_api_reply.json')));
		const [{ statements, statedAt }] = all as [PacketFacts];
		expect({ format, statedAt }).toEqual({ format: 'tns-json', statedAt: null });
		expect(said(statements, 'redshift')).toEqual([['host', 0.301422, null]]);
		expect(said(statements, 'host')).toEqual([['', 'WISEA J000204.63+002140.7', null]]);
		expect(said(statements, 'identity')).toEqual([['ZTF20acddzrd', 'objects/ztf/ZTF20acddzrd', null]]);
	});
});
