import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { newestBatch, type Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { LiveRuns, readLag } from '#lib/versioning/runs/index.server.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { filesOf, keep } from './analyses.ts';

let archive: SmallArchive;
let now = present;
const tick = () => (now = (now + 1_000_000) as Instant);
const troubles: unknown[] = [];
const live = () => new LiveRuns(archive, tick, (_, error) => troubles.push(error));

const selecting =
	'export default ({ object }) => ({ select: "objects/" + object.survey + "/" + object.object_id });';
const each = { inputs: { objects: { of: 'objects' as const, with: [] } }, each: 'objects' };

beforeAll(async () => {
	archive = await smallArchive();
	await keep(archive, filesOf({ name: 'following', ...each }, selecting), { deployed: true });
});

/** Another night of objects that nothing was known of. */
async function anotherNight(seed: number, collection?: string): Promise<number> {
	const packets = [...generateNights({ seed, nights: 1, alertsPerNight: 4, stampPixels: 5 })];
	await archive.load(packets, 'observed+20m', collection);
	return packets.length;
}

async function lag() {
	const { database } = archive;
	const { batch } = await newestBatch(database);
	const basis = { knownAt: tick(), batch, pinned: false, isNow: true };
	const question: Question = { database, basis, viewer: await localViewer(database) };
	const all = await readLag(question);
	return Object.fromEntries(all.map((one) => [one.deployment.name, one]));
}

describe('what is deployed', () => {
	it('runs on what later batches touch, once for all of them, and not on what it says itself', async () => {
		const runs = live();
		expect(await runs.pass()).toEqual([]);
		await anotherNight(101);
		await anotherNight(102);
		expect((await lag()).following).toMatchObject({ batches_behind: 2, last: null });
		const [outcome, ...rest] = await runs.pass();
		expect(rest).toEqual([]);
		const { document } = outcome!;
		expect(document).toMatchObject({ kind: 'live', status: 'finished', actor: 'lookback/live' });
		const alerts = await archive.database.sql<{ subject: string }[]>`
			select distinct 'objects/' || survey || '/' || object_id as subject from alert where batch > ${document.touched!.after}`;
		expect(document.inputs.map(({ key }) => key).sort()).toEqual(alerts.map(({ subject }) => subject).sort());
		expect((await lag()).following).toMatchObject({ batches_behind: 0, behind_since: null });
		expect(await runs.pass()).toEqual([]);
		// a restart begins where the last run ended
		expect(await live().pass()).toEqual([]);
		await anotherNight(103);
		expect(await live().pass()).toHaveLength(1);
	});

	it('is not disturbed by another that fails or takes its time, and nor is ingest', async () => {
		await keep(
			archive,
			filesOf({ name: 'failing', ...each }, 'export default () => { throw new Error("no"); };'),
			{ deployed: true }
		);
		await keep(
			archive,
			filesOf({ name: 'slow', ...each, limits: { seconds: 10 } }, 'export default () => { for (;;); };'),
			{ deployed: true }
		);
		const runs = live();
		await anotherNight(104);
		let slowIsOver = false;
		const first = runs.pass().finally(() => (slowIsOver = true));
		await anotherNight(105);
		await anotherNight(106);
		// the run of the first pass ends, and one of a later pass takes what came in the meantime
		let behind = await lag();
		while (behind.following!.batches_behind > 0 && !slowIsOver) {
			await runs.pass();
			behind = await lag();
		}
		expect(slowIsOver).toBe(false);
		expect(behind.following!.batches_behind).toBe(0);
		expect(behind.slow!.batches_behind).toBe(3);
		const ended = Object.fromEntries((await first).map(({ document }) => [document.analysis, document]));
		expect(ended.slow).toMatchObject({ status: 'failed' });
		expect(ended.slow!.reason).toContain('10');
		expect(ended.failing!.reason).toContain('no');
		expect(troubles).toEqual([]);
	});

	it('does not run on batches that touch nothing of the kind it reads, and is not behind for them', async () => {
		const events = { inputs: { events: { of: 'events' as const } }, each: 'events' };
		await keep(archive, filesOf({ name: 'alarming', ...events }, 'export default () => [];'), {
			deployed: true
		});
		const runs = live();
		await runs.pass();
		await anotherNight(108);
		expect((await lag()).alarming).toMatchObject({ batches_behind: 0, last: null });
		const outcomes = await runs.pass();
		expect(outcomes.map(({ document }) => document.analysis)).toContain('following');
		expect(outcomes.map(({ document }) => document.analysis)).not.toContain('alarming');
	});

	it('for a group sees what the group may see, and runs on nothing that is not for its audience', async () => {
		const group = { audience: 'ztf', deployed: true };
		await keep(archive, filesOf({ name: 'partners', ...each }, selecting), group);
		const runs = live();
		await runs.pass();
		await anotherNight(107, 'ztf.partnership');
		const outcomes = await runs.pass();
		expect(outcomes.map(({ document }) => [document.analysis, document.audience])).toEqual([
			['partners', 'ztf']
		]);
		expect(outcomes[0]!.document.outputs.length).toBeGreaterThan(0);
	});
});
