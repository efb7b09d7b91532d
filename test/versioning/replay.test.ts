import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { newestBatch, resolveBasis, type Question } from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import type { Instant } from '#lib/sky/time.ts';
import { decide, readDecision } from '#lib/versioning/decisions/index.server.ts';
import { replayDecision, replayRun, type Otherwise } from '#lib/versioning/replay/index.server.ts';
import { readRun, runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { testDatabase } from '../support/database.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { filesOf, keep } from './analyses.ts';

let archive: SmallArchive;
let commit: string;
let run: string;
let decision: string;
let subject: string;

const manifest = {
	name: 'brightest',
	inputs: { objects: { of: 'objects' as const, with: ['photometry' as const, 'alerts' as const] } },
	each: 'objects'
};
const brightest = (limit: number) => `export default ({ object, photometry }) => {
	const mags = photometry.map((one) => one.mag).filter((mag) => mag !== null);
	const mag = Math.min(...mags);
	return mag < ${limit} ? { select: 'objects/' + object.survey + '/' + object.object_id, score: mag + 1e-9 * Math.random() } : null;
};`;

const viewer = () => localViewer(archive.database);

async function presentQuestion(who = viewer()): Promise<Question> {
	const { database } = archive;
	const { batch } = await newestBatch(database);
	return { database, basis: { knownAt: present, batch, pinned: false, isNow: true }, viewer: await who };
}

async function replay(otherwise?: Otherwise) {
	const question = await presentQuestion();
	return replayRun(archive, question, await readRun(question, run), otherwise);
}

async function replayOfDecision() {
	const question = await presentQuestion();
	return replayDecision(archive, question, await readDecision(question, decision));
}

beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	commit = await keep(archive, filesOf(manifest, brightest(30)));
	const basis = await resolveBasis(database, { known: '2021-09-05T12:00:00Z' }, present);
	const { document } = await runAnalysis(archive, {
		name: 'brightest',
		commit,
		audience: 'public',
		basis,
		parameters: {},
		viewer: await viewer(),
		actor: 'ada',
		kind: 'manual',
		trusted: false,
		now: () => present
	});
	run = document.run;
	subject = (document.outputs[0] as { select: string }).select;
	decision = await decide(archive, {
		subject,
		action: 'trigger a spectrum',
		reason: 'the brightest of the night',
		audience: 'public',
		basis,
		runs: [run],
		supersedes: null,
		viewer: await viewer(),
		actor: 'ada',
		now: present
	});
});

describe('a replay', () => {
	it('of what nobody touched is identical', async () => {
		const { identical, words, inputs, outputs, now } = await replay();
		expect(words).toEqual([
			expect.stringMatching(/^Identical: \d+ inputs and \d+ outputs, all as they were\.$/)
		]);
		expect({ identical, inputs, outputs }).toEqual({ identical: true, inputs: [], outputs: [] });
		expect(now.outputs).toBeGreaterThan(3);
	});

	it('stays identical when older alerts come in, its inputs are corrected and another version is deployed', async () => {
		const older = [...generateNights({ seed: 9, nights: 5, alertsPerNight: 60, stampPixels: 5 })];
		await archive.load(older, 'observed+20m');
		const question = await presentQuestion();
		const corrected = await readCorrected(question);
		expect(corrected).toBeGreaterThan(0);
		await keep(archive, filesOf(manifest, brightest(10)), { deployed: true });
		const again = await replayOfDecision();
		expect(again.words[0]).toBe(`Identical: what was known of ${subject} is as it was, and so is its run.`);
		expect(again.identical).toBe(true);
	});

	it('is the same after its rows were compressed, and from a dump restored elsewhere', async () => {
		const superuser = openDatabase(archive.url, { max: 1 });
		const restored = openDatabase(await testDatabase(), { max: 4 });
		try {
			const [timescale] = await superuser.sql`select from pg_extension where extname = 'timescaledb'`;
			if (timescale)
				for (const table of ['alert', 'photometry'])
					await superuser.sql`select compress_chunk(c, true) from show_chunks(${table}::regclass) c`;
			expect((await replayOfDecision()).identical).toBe(true);
			await copyAll(superuser, restored);
			const elsewhere = { ...archive, database: restored };
			const question = { ...(await presentQuestion()), database: restored };
			const again = await replayDecision(elsewhere, question, await readDecision(question, decision));
			expect(again.words).toEqual((await replayOfDecision()).words);
			expect(again.identical).toBe(true);
		} finally {
			await superuser.close();
			await restored.close();
		}
	});

	it('can look with what is known now, and with other code, one at a time', async () => {
		const { database } = archive;
		const at = await resolveBasis(database, { known: '2021-09-20' }, present);
		const now = await replay({ at });
		expect(now.identical).toBe(false);
		expect(now.inputs.some(({ change }) => change === 'added')).toBe(true);
		expect(now.words.join(' ')).toContain('Another basis: 2021-09-20T00:00:00Z~');
		const other = await replay({ with: 'main' });
		expect(other).toMatchObject({ identical: false, inputs: [], now: { outputs: 0 } });
		expect(other.outputs.every(({ change }) => change === 'missing')).toBe(true);
		expect(other.words.join(' ')).toContain(`in place of ${commit.slice(0, 12)}`);
		await expect(replay({ with: 'v9' })).rejects.toThrow('No version v9 of an analysis brightest');
	});

	it('says which rights have changed', async () => {
		const all = await viewer();
		const collections = all.collections.filter((name) => name !== 'ztf.public');
		const question = await presentQuestion(Promise.resolve({ ...all, collections }));
		const less = await replayRun(archive, question, await readRun(question, run));
		expect(less.hidden).toEqual(['ztf.public']);
		expect(less.words).toContain(
			'Changed rights: the run could see ztf.public, and you may not see that now.'
		);
		expect(less.inputs.length).toBeGreaterThan(0);
	});

	it('names the fact that somebody changed behind the ledger', async () => {
		const superuser = openDatabase(archive.url, { max: 1 });
		const [survey, id] = subject.split('/').slice(1);
		try {
			const { basis } = await replay().then(({ then }) => ({ basis: parseBasis(then.basis) }));
			const [row] = await superuser.sql<{ measurement: bigint }[]>`
				select measurement from photometry
				where survey = ${survey!} and object_id = ${id!} and mag is not null and known_at <= ${basis.knownAt}
				order by known_at limit 1`;
			const { measurement } = row!;
			await superuser.sql`
				update photometry set mag = mag + 1
				where survey = ${survey!} and object_id = ${id!} and measurement = ${measurement}`;
			const changed = await replay();
			expect(changed.identical).toBe(false);
			expect(changed.inputs).toEqual([
				{
					input: 'objects',
					key: subject,
					change: 'changed',
					facts: [{ fact: `photometry ${measurement}`, change: 'changed' }]
				}
			]);
			expect(changed.words.join(' ')).toContain(
				`${subject} of 'objects' (photometry ${measurement} changed)`
			);
			const decided = await replayOfDecision();
			expect(decided.evidence).toEqual([{ fact: `photometry ${measurement}`, change: 'changed' }]);
		} finally {
			await superuser.close();
		}
	});

	it('is for those who may run analyses', async () => {
		const anyone = callerOf(contextOf(() => archive, { authorization: null, session: null }, present));
		await expect(anyone.runs.replay({ id: run })).rejects.toThrow('Writing wants an Authorization header');
		await expect(anyone.decisions.replay({ id: decision })).rejects.toThrow('Writing wants an Authorization');
	});
});

/** Corrects a measurement that the run read, and says how many rows tell it otherwise than then. */
async function readCorrected({ database }: Question): Promise<number> {
	const [survey, id] = subject.split('/').slice(1);
	const [row] = await database.sql<NewFact<'photometry'>[]>`
		select survey, object_id, measurement, kind, hpx, ra_deg, dec_deg, observed_at, exposure_sec, band, mag, mag_err,
			limiting_mag, flux_njy, flux_err_njy, is_positive, real_bogus, origin, collection, known_at, known_from, version,
			packet
		from photometry
		where survey = ${survey!} and object_id = ${id!} and mag is not null
		order by known_at limit 1`;
	const facts = new FactSet();
	const corrected = { ...row!, mag: row!.mag! + 0.5, version: row!.version + 1n };
	// known before the basis, and recorded after it
	facts.add('photometry', { ...corrected, known_at: (row!.known_at + 1) as Instant });
	await record(database, { actor: 'test', kind: 'correction', note: '', segment: null }, facts);
	const rows = await database.sql`
		select from photometry where survey = ${survey!} and object_id = ${id!} and version = ${corrected.version}`;
	return rows.length;
}

/** Empties every table of one database and fills it with the rows of another, as a dump of the data does. */
async function copyAll(from: Database, to: Database): Promise<void> {
	const tables = await from.sql<{ name: string }[]>`
		select c.relname as name from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
		order by c.relname = 'account' desc`;
	await to.sql`truncate ${to.sql(tables.map(({ name }) => name))} cascade`;
	for (const { name } of tables) {
		const [{ rows }] = await from.sql<[{ rows: string }]>`
			select coalesce(json_agg(t), '[]')::text as rows from ${from.sql(name)} t`;
		await to.sql`
			insert into ${to.sql(name)}
			select * from json_populate_recordset(null::${to.sql(name)}, ${rows}::text::json)`;
	}
}
