import { beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '#lib/access/viewer.ts';
import {
	momentsOfObjects,
	readMoments,
	readObjectNewsMoments,
	readOrigin,
	tellingsAbout,
	type Question
} from '#lib/archive/index.server.ts';
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

const said = (subject: string, known_at: Instant) => ({
	subject,
	property: 'comment',
	qualifier: '',
	agent: 'test',
	software: null,
	value_text: 'again',
	value_number: null,
	unit: null,
	detail: null,
	collection: 'test.public',
	known_at,
	known_from: 'stated' as const,
	version: 1n,
	packet: null
});

let archive: SmallArchive;
beforeAll(async () => {
	archive = await smallArchive();
	const facts = new FactSet();
	for (const [i, known_at] of [...all, ...all].entries())
		facts.add('statement', { ...said('events/talked-about', known_at), qualifier: String(i) });
	await record(archive.database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
	await archive.recordEvents(1);
}, 300_000);

const questionAt = (knownAt: number): Question => ({
	database: archive.database,
	basis: { knownAt: knownAt as Instant, batch: 10_000n, pinned: true, isNow: false },
	viewer
});
const about = (subject: string) => (question: Question) => tellingsAbout(question, subject);
const momentsAt = (knownAt: number, openedAt = new Map<string, Instant>()) =>
	readMoments(questionAt(knownAt), about('events/talked-about'), present, openedAt);

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
		const nothing = await readMoments(questionAt(present), about('events/nothing'), present, new Map());
		expect(nothing).toEqual({ earlier: null, later: null, moments: { at: [], count: 0 } });
	});
});

describe('the moments of a list of objects of a class', () => {
	const listed = { region: null, event: null, survey: null, class: 'kilonova', classBy: null, shown: [] };
	const classed = async (from: number, count: number, name: string) => {
		const told = new FactSet();
		for (let i = from; i < from + count; i++)
			told.add('statement', {
				...said(`objects/ztf/of-a-class-${i % 20_000}`, (first + i) as Instant),
				property: 'class',
				value_text: name,
				version: BigInt(i)
			});
		await record(archive.database, { actor: 'test', kind: 'test', note: '', segment: null }, told);
	};

	test('are those at which somebody gives the class, or another in its place', async () => {
		await classed(0, 2, 'kilonova');
		await classed(20_001, 1, 'supernova');
		await classed(50, 1, 'asteroid');
		expect((await momentsOfObjects(questionAt(present), listed))?.toSorted((a, b) => a - b)).toEqual([
			first,
			first + 1,
			first + 20_001
		]);
	});

	test('are not looked for among very many: then news of any object is told', async () => {
		await classed(100, 10_000, 'kilonova');
		expect(await momentsOfObjects(questionAt(present), listed)).toBeNull();
	});
});

test('the news of objects anywhere is found years away, and of a collection that is closed is none', async () => {
	const { sql } = archive.database;
	const told = await sql<{ known_at: Instant }[]>`
		select known_at from alert where collection = 'ztf.public' union select known_at from object_known order by 1`;
	const at = told.map((row) => row.known_at);
	const open = { ...questionAt(present), viewer: { ...viewer, collections: ['ztf.public'] } };
	const years = 6 * 365 * 24 * hour;
	const newsAt = (knownAt: number) => readObjectNewsMoments(open, knownAt as Instant);
	expect(await newsAt(present)).toEqual({ earlier: at.at(-2), later: null });
	expect(await newsAt(at[0]! - years)).toEqual({ earlier: null, later: at[0] });
	expect(await readObjectNewsMoments(questionAt(present), present)).toEqual({ earlier: null, later: null });
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
