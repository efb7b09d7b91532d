import { beforeAll, describe, expect, test } from 'vitest';
import { setPolicy } from '#lib/access/policies.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { startPortal } from '../support/portal.ts';
import { corrected, loadCorrected } from '../e2e/corrected.ts';

let archive: SmallArchive;
let address: string;

beforeAll(async () => {
	archive = await smallArchive();
	await loadCorrected(archive);
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
}, 300_000);

const get = (path: string) => fetch(address + path, { redirect: 'manual' });
const leadsTo = async (path: string) => {
	const answer = await get(path);
	return [answer.status, answer.headers.get('location')];
};
const event = '/events/S210914zz';
const object = `/objects/ztf/${corrected.objectId}`;

describe('a moment counted from T0', () => {
	test.each([
		[`${event}?known=T0+2h`, `${event}?known=2021-09-14T08:11:42.318Z`],
		[`${event}?known=T0%2B90s&kind=gw`, `${event}?known=2021-09-14T06:13:12.318Z&kind=gw`],
		[`${event}?known=t0-1d`, `${event}?known=2021-09-13T06:11:42.318Z`],
		[`/history${event}?known=T0%2B1d`, `/history${event}?known=2021-09-15T06:11:42.318Z`],
		[
			`${object}?known=T0+1d&as_seen_by=public`,
			`${object}?known=2021-09-08T04:48:15.000016Z&as_seen_by=public`
		]
	])('%s leads to the instant itself', async (path, to) => expect(await leadsTo(path)).toEqual([303, to]));

	test('leads there from the data of a page too', async () => {
		const answer = await get(`${event}/__data.json?known=T0%2B2h`);
		expect(await answer.json()).toMatchObject({
			type: 'redirect',
			location: `${event}?known=2021-09-14T08:11:42.318Z`
		});
	});

	test.each(['/events?known=T0%2B2h', '/events/S999999zz?known=T0%2B2h', '/?known=T0'])(
		'%s says that there is no T0',
		async (path) => {
			const answer = await get(path);
			expect(answer.status).toBe(400);
			const text = (await answer.text()).replaceAll('&#39;', "'");
			expect(text).toMatch(/The time 'T0(\+2h)?' counts from T0/);
			expect(text).toMatch(/name="known" value="T0(\+2h)?"/);
		}
	);
});

describe('a moment counted from the present', () => {
	test('leads to the instant itself', async () => {
		const [status, to] = await leadsTo('/events?known=3+d+ago&kind=gw');
		expect(status).toBe(303);
		expect(to).toMatch(/^\/events\?known=20\d\d-\d\d-\d\dT[\d:.]+Z&kind=gw$/);
	});

	test('and now is no moment of the past', async () =>
		expect(await leadsTo('/events?known=now&kind=gw')).toEqual([303, '/events?kind=gw']));
});

test('what a form left empty does not stay in the address', async () =>
	expect(await leadsTo(`${event}?known=2021-09-15&as_recorded=&as_seen_by=`)).toEqual([
		303,
		`${event}?known=2021-09-15`
	]));

test('what cannot be read is said beside its field, which keeps it', async () => {
	const answer = await get('/objects?known=the+day+before');
	const text = await answer.text();
	expect(answer.status).toBe(400);
	expect(text).toMatch(/name="known" value="the day before"[^>]*aria-invalid="true"/);
	expect(text).toMatch(/id="known-problem"[^>]*>The time 'the day before' is not a time/);
});

describe('steps', () => {
	const stepsOn = async (path: string) => {
		const text = await (await get(path)).text();
		return [...text.matchAll(/<a href="([^"]*)"[^>]*data-action="(earlier|later)"/g)].map(([, href, way]) => [
			way,
			new URLSearchParams(href!.split('?')[1]!.replaceAll('&amp;', '&')).get('known')
		]);
	};

	test('on a list of events go from notice to notice', async () =>
		expect(await stepsOn('/events?known=2021-09-21T17:10:00Z')).toEqual([
			['earlier', '2021-09-18T13:40:12Z'],
			['later', '2021-09-21T17:36:50Z']
		]));

	/** Where steps from a moment lead among all moments of what is public of some tables. */
	const stepsAmong = async (at: string, ...tables: readonly string[]) => {
		const { sql } = archive.database;
		const rows = await Promise.all(
			tables.map(
				(table) =>
					sql<
						{ known_at: Instant }[]
					>`select distinct known_at from ${sql(table)} where collection like '%public'`
			)
		);
		const moments = [...new Set(rows.flat().map((row) => row.known_at))].sort((a, b) => a - b);
		const next = moments.findIndex((one) => one > parseInstant(at));
		const known = next === -1 ? moments.length : next;
		return [
			['earlier', moments[known - 2]],
			['later', moments[known]]
		].flatMap(([way, one]) => (one === undefined ? [] : [[way, formatInstant(one as Instant)]]));
	};

	test('on the sky and on a list of all objects go from news to news', async () => {
		for (const at of ['2021-09-18T09:00:00Z', '2021-09-21T17:10:00Z']) {
			expect(await stepsOn(`/sky?known=${at}`)).toEqual(await stepsAmong(at, 'alert', 'localization'));
			expect(await stepsOn(`/objects?known=${at}`)).toEqual(await stepsAmong(at, 'alert', 'object_known'));
		}
	});

	test.each([
		'/objects?near=330.1234567+7.6543211&',
		'/search?q=330.1234567+7.6543211+2m&',
		`/provenance/objects/ztf/${corrected.objectId}?`
	])('on %s go from change to change of what is there', async (path) => {
		const known = await archive.database.sql<{ known_at: Instant }[]>`
			select distinct known_at from alert where object_id = ${corrected.objectId} order by known_at`;
		const [first, second, third] = known.map((row) => formatInstant(row.known_at));
		expect(third).toBe(corrected.correctedAt);
		expect(await stepsOn(`${path}known=${second}`)).toEqual([
			['earlier', first],
			['later', third]
		]);
		expect(await stepsOn(`${path}known=${corrected.before}`)).toEqual([
			['earlier', first],
			['later', third]
		]);
		expect(await stepsOn(`${path}known=${third}`)).toEqual([['earlier', second]]);
	});

	test('on a search for a name lead to where it was first known', async () => {
		const [known] = await archive.database.sql<{ known_at: Instant }[]>`
			select min(known_at) as known_at from alert where object_id = ${corrected.objectId}`;
		const later = [['later', formatInstant(known!.known_at)]];
		expect(await stepsOn(`/search?q=${corrected.objectId}&known=2021-09-01`)).toEqual(later);
		expect(await stepsOn('/search?q=S210914zz&known=2021-09-01')).toEqual([
			['later', '2021-09-14T06:13:55Z']
		]);
		expect(await stepsOn('/search?q=nothing-of-the-kind&known=2021-09-01')).toEqual([]);
	});

	test('as the public saw it stop where a collection was opened to it', async () => {
		const changes = async (query: string) => {
			const text = await (await get(`${event}${query}`)).text();
			return [...text.matchAll(/<li[^>]*><a href="([^"]*)"/g)].map(([, href]) =>
				new URLSearchParams(href!.split('?')[1]!.replaceAll('&amp;', '&')).get('known')
			);
		};
		const before = await changes('');
		expect(before.length).toBeGreaterThan(2);
		const [collection] = await archive.database.sql<{ collection: string }[]>`
			select collection from notice where event = 'S210914zz' limit 1`;
		const decide = (policy: 'group' | 'public', day: string) =>
			setPolicy(
				archive.database,
				{
					name: collection!.collection,
					owner: 'lvc',
					policy,
					publicFrom: null,
					publicAfterMonths: null,
					title: '',
					knownAt: parseInstant(day)
				},
				'test',
				present
			);
		await decide('group', '2021-01-01');
		await decide('public', '2021-10-16');
		// the maps are of another collection, which was always open
		const maps = ['2021-09-14T06:13:55Z', '2021-09-14T20:30:11Z'];
		expect(await changes('?as_seen_by=public')).toEqual([...maps, '2021-10-16T00:00:00Z']);
		expect(await changes('')).toEqual(before);
		// who may see which collection changed at each decision
		expect(await stepsOn('/collections?known=2021-09-21')).toEqual([['later', '2021-10-16T00:00:00Z']]);
		expect(await stepsOn('/collections?known=2021-10-17')).toEqual([['earlier', '2021-01-01T00:00:00Z']]);
	});
});
