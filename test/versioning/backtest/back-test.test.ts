import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { asSeenBy, localViewer } from '#lib/access/viewer.server.ts';
import { newestBatch } from '#lib/archive/index.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import {
	carryOutBackTest,
	readBackTest,
	readBackTestDocument,
	recordBackTest,
	type Place,
	type Wish
} from '#lib/versioning/backtest/index.server.ts';
import { encodeDocument } from '#lib/versioning/backtest/packet.ts';
import { readInputs } from '#lib/versioning/inputs/index.server.ts';
import { checkOut } from '#lib/versioning/store/index.server.ts';
import { present, smallArchive, type SmallArchive } from '../../support/archive.ts';
import { storedAnalysis } from './stored-analysis.ts';

const manifest = (more: object = {}) =>
	JSON.stringify({
		name: 'rising',
		title: 'Objects seen several times',
		runtime: { kind: 'js', module: 'main.js' },
		inputs: { objects: { of: 'objects', with: ['photometry', 'statements'] } },
		each: 'objects',
		parameters: { least: { type: 'number', default: 3, description: 'Detections' } },
		emits: { selections: true },
		...more
	});

const selectsRisen = `export default ({ object, photometry, statements }, { parameters }) => {
	const seen = photometry.filter(({ kind }) => kind === 'detection').length;
	const classed = statements.some(({ property }) => property === 'class');
	if (seen < parameters.least && !classed) return [];
	return [{ select: 'objects/' + object.survey + '/' + object.object_id, reason: classed ? 'classed' : 'seen', score: seen }];
};
`;

let archive: SmallArchive;
let commit: string;
let place: Place;
let wish: Wish;
let span: { from: Instant; to: Instant };
let classed: string;

beforeAll(async () => {
	archive = await smallArchive();
	const [told] = await archive.database.sql<{ from: Instant; to: Instant }[]>`
		select min(known_at) as from, max(known_at) as to from alert`;
	span = { from: told!.from, to: told!.to };
	// an object of few detections, classified long after its first
	const [few] = await archive.database.sql<{ subject: string }[]>`
		select 'objects/' || survey || '/' || object_id as subject
		from alert group by survey, object_id having count(*) = 1 order by min(known_at), 1 limit 1`;
	classed = few!.subject;
	const facts = new FactSet();
	facts.add('statement', {
		subject: classed,
		property: 'class',
		qualifier: '',
		agent: 'tns',
		software: null,
		value_text: 'SN Ia',
		value_number: null,
		unit: null,
		detail: null,
		collection: 'tns.public',
		known_at: (span.to - 3_600_000_000) as Instant,
		known_from: 'stated',
		version: 1n,
		packet: null
	});
	facts.add('collection_policy', {
		name: 'tns.public',
		owner: 'tns',
		policy: 'public',
		public_from: null,
		public_after_months: null,
		title: 'TNS',
		collection: 'tns.public',
		known_at: span.from,
		known_from: 'stated',
		version: 1n,
		packet: null
	});
	await record(archive.database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
	commit = await storedAnalysis(archive, 'rising', { 'analysis.json': manifest(), 'main.js': selectsRisen });
	place = {
		database: archive.database,
		software: archive.software,
		dataDir: mkdtempSync(join(inject('runFolder'), 'backtest-')),
		viewer: await localViewer(archive.database),
		now: present,
		signal: new AbortController().signal,
		onProgress: () => undefined,
		sessions: 2,
		objectsPerPart: 1000
	};
	wish = {
		name: 'rising',
		commit,
		parameters: {},
		audience: 'public',
		...span,
		every: 'alert',
		survey: null,
		label: null,
		labelKnownAt: null,
		trusted: false
	};
});

/** First selections, found by asking for all inputs anew at every moment at which anything became known. */
async function selectedStepByStep(): Promise<Map<string, string>> {
	const { database } = archive;
	const { code, release } = await checkOut(archive.software, 'rising', commit);
	const moments = await database.sql<{ at: Instant }[]>`
		select distinct known_at as at
		from (select known_at from alert union all select known_at from photometry union all select known_at from statement) told
		where known_at between ${span.from} and ${span.to}
		order by at`;
	const { batch } = await newestBatch(database);
	const found = new Map<string, string>();
	for (const { at } of moments) {
		const basis = { knownAt: at, batch, pinned: true, isNow: false };
		const viewer = await asSeenBy(database, place.viewer, 'public', basis);
		const { each } = await readInputs({ database, basis, viewer }, code, { least: 3 });
		for await (const { key, value } of each!) {
			const { photometry, statements } = value as Record<
				'photometry' | 'statements',
				Record<string, unknown>[]
			>;
			const seen = photometry!.filter(({ kind }) => kind === 'detection').length;
			const isClassed = statements!.some(({ property }) => property === 'class');
			if ((seen >= 3 || isClassed) && !found.has(key)) found.set(key, formatInstant(at));
		}
	}
	await release();
	return found;
}

describe('a back-test', () => {
	it('selects what asking at every moment would have selected, when it would have', async () => {
		const { document, forget } = await carryOutBackTest(place, wish);
		const got = new Map(document.selections.map((one) => [one.subject, formatInstant(one.selected_at)]));
		const want = await selectedStepByStep();
		expect(want.size).toBeGreaterThan(5);
		expect(Object.fromEntries([...got].sort())).toEqual(Object.fromEntries([...want].sort()));
		for (const { selected_at, first_alert_at, latency_sec } of document.selections)
			expect(latency_sec).toBe(first_alert_at && Math.round((selected_at - first_alert_at) / 1e6));
		forget();
	});

	it('comes to the same bytes when it was interrupted, and with any number of sessions', async () => {
		const objectsPerPart = 5;
		const whole = await carryOutBackTest({ ...place, sessions: 1, objectsPerPart }, wish);
		const bytes = encodeDocument(whole.document);
		whole.forget();
		for (let times = 0; times < 2; times++) {
			const stop = new AbortController();
			let first: number | null = null;
			const onProgress = (objects: number) => {
				first ??= objects;
				if (objects >= first + 6) stop.abort(new Error('interrupted'));
			};
			await expect(
				carryOutBackTest({ ...place, objectsPerPart, signal: stop.signal, onProgress }, wish)
			).rejects.toThrow('interrupted');
		}
		// what is recorded in the meantime is of another question
		await archive.recordEvents(1);
		const seen: number[] = [];
		const continued = await carryOutBackTest(
			{ ...place, objectsPerPart, onProgress: (objects) => seen.push(objects) },
			wish
		);
		expect(seen[0]).toBeGreaterThan(5);
		expect(Buffer.from(encodeDocument(continued.document))).toEqual(Buffer.from(bytes));
		continued.forget();
	});

	it('reports what a cut at epochs would have selected early, and because of which facts', async () => {
		const { document, forget } = await carryOutBackTest(place, wish);
		forget();
		const own = document.differences.find(({ subject }) => subject === classed)!;
		expect(own.change).toBe('earlier');
		expect(own.because.class).toBe(1);
		expect(own.early_sec).toBeGreaterThan(86_400);
		const leaks = Object.fromEntries(document.summary.leaks.map((one) => [one.kind, one.facts]));
		expect(leaks).toMatchObject({ class: 1, history: expect.any(Number), delay: expect.any(Number) });
		const [worst] = document.leaks.filter(({ kind }) => kind === 'class');
		expect(worst).toMatchObject({ subject: classed, known_at: span.to - 3_600_000_000 });
		expect(document.summary.cut.selected).toBeGreaterThanOrEqual(document.summary.selected);
		// what was known first where the walk begins is no later by the cut
		expect(document.differences.filter(({ change }) => change === 'later')).toEqual([]);
	});

	it('compares with statements and with a file of labels', async () => {
		const byStatement = await carryOutBackTest(place, { ...wish, label: 'tns:class=SN Ia' });
		byStatement.forget();
		expect(byStatement.document.confusion).toEqual([
			{ label: 'SN Ia', is_wanted: true, walked: 1, selected: 1, missed: 0 }
		]);
		const { selected } = byStatement.document.summary;
		expect(byStatement.document.summary.label).toMatchObject({
			completeness: 1,
			purity: Math.round(1e6 / selected) / 1e6,
			purity_labelled: 1
		});
		const [chosen, other] = byStatement.document.selections;
		const rows = await archive.database.sql<{ subject: string }[]>`
			select 'objects/' || survey || '/' || object_id as subject from alert
			where not 'objects/' || survey || '/' || object_id = any(${byStatement.document.selections.map(({ subject }) => subject)}::text[])
			limit 1`;
		const file = join(place.dataDir, 'labels.csv');
		writeFileSync(
			file,
			`subject,label\n${chosen!.subject},good\n${rows[0]!.subject},good\n${other!.subject},fair\nobjects/ztf/none,good\n`
		);
		const byFile = await carryOutBackTest(place, { ...wish, label: file });
		byFile.forget();
		expect(byFile.document.confusion).toEqual([
			{ label: 'fair', is_wanted: true, walked: 1, selected: 1, missed: 0 },
			{ label: 'good', is_wanted: true, walked: 2, selected: 1, missed: 1 }
		]);
		expect(byFile.document.summary.label!.completeness).toBeCloseTo(2 / 3, 5);
		expect(byFile.document.label).toBe('labels.csv');
	});

	it('steps by the hour and by batches, never selecting before what was known allows', async () => {
		const byAlert = await carryOutBackTest(place, wish);
		byAlert.forget();
		const at = new Map(byAlert.document.selections.map((one) => [one.subject, one.selected_at]));
		for (const every of ['1h', 'batch', '2 d']) {
			const { document, forget } = await carryOutBackTest(place, { ...wish, every });
			forget();
			expect(document.selections.map(({ subject }) => subject).sort()).toEqual([...at.keys()].sort());
			for (const one of document.selections)
				expect(one.selected_at).toBeGreaterThanOrEqual(at.get(one.subject)!);
			expect(document.summary.evaluations).toBeLessThanOrEqual(byAlert.document.summary.evaluations);
		}
	});

	it('is on record as known when it finished, with its document to the byte, once', async () => {
		const backTest = await carryOutBackTest(place, wish);
		backTest.forget();
		const finished = parseInstant('2026-06-01T01:00:00Z');
		expect(await recordBackTest(archive, backTest, 'local', finished)).toBe(true);
		expect(await recordBackTest(archive, backTest, 'local', (finished + 1) as Instant)).toBe(false);
		const { batch } = await newestBatch(archive.database);
		const question = (knownAt: Instant) => ({
			database: archive.database,
			basis: { knownAt, batch, pinned: true, isNow: false },
			viewer: { ...place.viewer, collections: ['software.public'] }
		});
		const row = await readBackTest(question(finished), backTest.id);
		expect(row).toMatchObject({ analysis: 'rising', commit, selected: backTest.document.selections.length });
		expect(await readBackTestDocument(question(finished), archive.store, row)).toEqual(
			JSON.parse(JSON.stringify(backTest.document))
		);
		await expect(readBackTest(question((finished - 1) as Instant), backTest.id)).rejects.toMatchObject({
			code: 'versioning/unknown-backtest'
		});
	});
});

it.each([
	[{ each: undefined }, "names no input in 'each'"],
	[{ inputs: { events: { of: 'events' } }, each: 'events' }, 'takes events one at a time'],
	[
		{ inputs: { objects: { of: 'objects' }, said: { of: 'statements' } } },
		"takes its input 'said' (statements) whole"
	],
	[{ emits: { statements: ['class'] } }, 'emits no selections'],
	[{ inputs: { objects: { of: 'objects', where: { event: 'S1' } } } }, 'restricts its objects by event']
])('an analysis that cannot be walked (%j) is refused with a sentence', async (more, sentence) => {
	const other = await storedAnalysis(archive, 'rising', {
		'analysis.json': manifest(more),
		'main.js': selectsRisen
	});
	await expect(carryOutBackTest(place, { ...wish, commit: other })).rejects.toThrow(sentence);
});
