import { beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '#lib/access/viewer.ts';
import { readMoments, readOrigin, type Question } from '#lib/archive/index.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';

const viewer: Viewer = {
	kind: 'public',
	name: 'anonymous',
	roles: new Map(),
	isAdministrator: false,
	mayWrite: false,
	collections: ['test.public', 'gcn.public'],
	opening: new Map(),
	widensAt: null
};
const hour = 3_600_000_000;
const first = (present - 1000 * hour) as Instant;
const many = 700;
/** The moments of an event of which something is said every hour, twice at each. */
const all = Array.from({ length: many }, (_, i) => (first + i * hour) as Instant);

let archive: SmallArchive;
beforeAll(async () => {
	archive = await smallArchive();
	const facts = new FactSet();
	for (const [i, known_at] of [...all, ...all].entries())
		facts.add('statement', {
			subject: 'events/talked-about',
			property: 'comment',
			qualifier: String(i),
			agent: 'test',
			software: null,
			value_text: 'again',
			value_number: null,
			unit: null,
			detail: null,
			collection: 'test.public',
			known_at,
			known_from: 'stated',
			version: 1n,
			packet: null
		});
	await record(archive.database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
	await archive.recordEvents(1);
}, 300_000);

const questionAt = (knownAt: number): Question => ({
	database: archive.database,
	basis: { knownAt: knownAt as Instant, batch: 10_000n, pinned: true, isNow: false },
	viewer
});
const momentsAt = (knownAt: number, openedAt = new Map<string, Instant>()) =>
	readMoments(questionAt(knownAt), 'events/talked-about', present, openedAt);

describe('the moments of a subject', () => {
	test('each stand once, and the nearest are told with how many there are', async () => {
		const { moments } = await momentsAt(all[400]! + 1);
		expect(moments.count).toBe(many);
		expect(moments.at).toEqual(all.slice(251, 551));
	});

	test.each([
		['before the first', -1, null, 0],
		['at the first', 0, null, 1],
		['at the second', 1, 0, 2],
		['at the last', many - 1, many - 2, null]
	])('%s say what comes before the state of then, and after it', async (_where, at, earlier, later) => {
		const moments = await momentsAt(all[at] ?? first - 1);
		expect(moments.earlier).toBe(earlier === null ? null : all[earlier]);
		expect(moments.later).toBe(later === null ? null : all[later]);
	});

	test('told before their collection was opened are the moment of its opening', async () => {
		const opened = new Map([['test.public', (all[600]! + 1) as Instant]]);
		const { moments } = await momentsAt(present, opened);
		expect(moments).toEqual({ at: [all[600]! + 1, ...all.slice(601)], count: 100 });
	});

	test('of what nobody told of are none', async () => {
		const nothing = await readMoments(questionAt(present), 'events/nothing', present, new Map());
		expect(nothing).toEqual({ earlier: null, later: null, moments: { at: [], count: 0 } });
	});
});

describe('T0', () => {
	test('of an event that no notice dates is the first news of it', async () =>
		expect(await readOrigin(questionAt(present), 'events/many0')).toEqual({
			label: 'the first news of it',
			at: Date.UTC(2000, 0) * 1000
		}));

	test('is of events and objects alone', async () => {
		expect(await readOrigin(questionAt(present), 'events/nothing')).toBeNull();
		expect(await readOrigin(questionAt(present), 'objects/ztf/nothing')).toBeNull();
		expect(await readOrigin(questionAt(present), 'alerts/ztf/1')).toBeNull();
	});
});
