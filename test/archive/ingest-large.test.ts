import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import {
	folderStore,
	ingest,
	readObject,
	resolveBasis,
	verify,
	type RawStore
} from '#lib/archive/index.server.ts';
import type { Arrival } from '#lib/archive/packets/open.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { testDatabase } from '../support/database.ts';

const objects = 1300;
const now = parseInstant('2026-06-01T00:00:00Z');

/** A table of TNS objects of some 9 MB: its reporters are very many. `typed` objects have a class. */
function tnsTable(typed: number): Buffer {
	const header =
		'"objid","name_prefix","name","ra","declination","redshift","typeid","type","reporting_groupid","reporting_group","source_groupid","source_group","discoverydate","discoverymag","discmagfilter","filter","reporters","time_received","internal_names","Discovery_ADS_bibcode","Class_ADS_bibcodes","creationdate","lastmodified"';
	const reporters = 'A. Nonymous, '.repeat(550);
	const rows = Array.from({ length: objects }, (_, index) => {
		const type = index < typed ? 'SN Ia' : '';
		return `"${index + 1}","${type ? 'SN' : 'AT'}","2020aa${index}","${(index % 360) + 0.5}","${(index % 120) - 60}","","","${type}","1","ZTF","1","ZTF","2020-01-01 06:00:00","19.5","110","g-ZTF","${reporters}","2020-01-01 08:00:00","ZTF20x${index}","","","2020-01-01 08:00:00","${type ? '2020-02-01' : '2020-01-01'} 08:00:01"`;
	});
	return Buffer.from([header, ...rows].join('\n'));
}

let database: Database;
let store: RawStore;
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'lookback-large-'));
	database = openDatabase(await testDatabase(), { max: 4, role: 'lookback_app' });
	store = folderStore(folder);
});
afterAll(async () => {
	await database?.close();
	if (folder) await rm(folder, { recursive: true });
});

async function load(bytes: Buffer) {
	const arrivals = async function* (): AsyncGenerator<Arrival> {
		yield { name: 'tns_public_objects.csv', bytes, original: bytes };
	};
	return ingest(database, store, arrivals(), {
		actor: 'test',
		note: '',
		rule: { kind: 'received' },
		now: () => now
	});
}

it('a table too large to be kept in memory is recorded whole, in parts, and once', async () => {
	const table = tnsTable(0);
	expect(table.length).toBeGreaterThan(9_000_000);
	const report = await load(table);
	expect([...report.refusals.values()]).toEqual([]);
	expect(report.total('records')).toBe(objects);
	expect(report.recorded.get('alert')).toBe(objects);
	expect(report.recorded.get('packet')).toBe(1);
	expect(report.batches).toBeGreaterThan(1);
	expect((await load(table)).batches).toBe(0);
	expect((await verify(database, store)).findings).toEqual([]);
});

it('a later table records what changed and keeps what stood before', async () => {
	const report = await load(tnsTable(200));
	expect(report.recorded.get('alert') ?? 0).toBe(0);
	const viewer = await localViewer(database);
	const classAt = async (known: string) => {
		const question = { database, viewer, basis: await resolveBasis(database, { known }, now) };
		const page = await readObject(question, 'tns', '2020aa7');
		return page.statements.find((statement) => statement.property === 'class')?.value_text ?? null;
	};
	expect(await classAt('2020-01-15')).toBeNull();
	expect(await classAt('2020-02-02')).toBe('SN Ia');
});
