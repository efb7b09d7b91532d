import { beforeAll, expect, test } from 'vitest';
import type { Viewer } from '#lib/access/viewer.ts';
import { readAlert, readHistory, readObject, type Question } from '#lib/archive/index.server.ts';
import { together } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { newestOfAll, record } from '#lib/db/ledger.server.ts';
import { hpx29 } from '#lib/sky/healpix.ts';
import type { Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';

const viewer: Viewer = {
	kind: 'public',
	name: 'anonymous',
	roles: new Map(),
	isAdministrator: false,
	mayWrite: false,
	collections: ['ztf.public'],
	opening: new Map(),
	widensAt: null
};
const measurements = 300;
const alertId = 4242n;

let archive: SmallArchive;
beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	const place = { hpx: hpx29(10, 20), ra_deg: 10, dec_deg: 20 };
	await database.sql`insert into object (survey, object_id, hpx) values ('ztf', 'ZTFCLOSED', ${place.hpx})`;
	const facts = new FactSet();
	const own = (n: number) => ({
		survey: 'ztf',
		object_id: 'ZTFCLOSED',
		...place,
		observed_at: (present - (n + 1) * 3_600_000_000) as Instant,
		exposure_sec: 30,
		band: 'g',
		mag: 18,
		mag_err: 0.1,
		limiting_mag: null,
		flux_njy: null,
		flux_err_njy: null,
		is_positive: true,
		real_bogus: null,
		collection: 'ztf.partnership',
		known_at: present,
		known_from: 'stated' as const,
		version: 1n,
		packet: null
	});
	for (let n = 0; n < measurements; n++)
		facts.add('photometry', { ...own(n), measurement: BigInt(n), kind: 'detection', origin: 'history' });
	facts.add('alert', { ...own(0), alert_id: alertId, record: 0 });
	await record(database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
}, 120_000);

/** Rows that the database takes from its tables to answer, and what is told. */
async function read(ask: (question: Question) => Promise<unknown>) {
	return together(archive.database, async (database) => {
		const taken = async () => {
			const [{ rows }] = await database.sql<[{ rows: number }]>`
				select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as rows
				from pg_stat_xact_user_tables`;
			return rows;
		};
		const before = await taken();
		const basis = { knownAt: present, batch: newestOfAll, pinned: true, isNow: false };
		const code = await ask({ database, basis, viewer }).then(
			() => null,
			(error: { code: string }) => error.code
		);
		return { code, rows: (await taken()) - before };
	});
}

test.each([
	['an object', (q: Question, name: string) => readObject(q, 'ztf', name)],
	[
		'the history of an object',
		(q: Question, name: string) => readHistory(q, `objects/ztf/${name}`, { limit: 10 })
	],
	['an alert', (q: Question, name: string) => readAlert(q, 'ztf', name === 'ZTFCLOSED' ? alertId : 1n)],
	[
		'the history of an alert',
		(q: Question, name: string) =>
			readHistory(q, `alerts/ztf/${name === 'ZTFCLOSED' ? alertId : 1n}`, { limit: 10 })
	]
] as const)('of %s that is closed hardly more is read than of one that is not there', async (_, ask) => {
	// what is found out of a table for the first time is looked up
	await read((question) => ask(question, 'ZTFCLOSED'));
	const closed = await read((question) => ask(question, 'ZTFCLOSED'));
	const absent = await read((question) => ask(question, 'ZTFNOTHING'));
	expect(closed.code).toMatch(/^archive\/unknown-/);
	expect(closed.code).toBe(absent.code);
	expect(closed.rows - absent.rows).toBeLessThanOrEqual(4);
});
