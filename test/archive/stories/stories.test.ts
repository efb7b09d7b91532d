import { beforeAll, describe, expect, it } from 'vitest';
import { contextOf, type Archive } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { stories } from '#lib/archive/stories/index.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { getter, present } from '../../support/archive.ts';
import { storyArchive } from '../../support/story-archive.ts';

let archive: Archive;
beforeAll(async () => {
	archive = await storyArchive();
}, 120_000);

const anyone = () => callerOf(contextOf(() => archive, { authorization: null, session: null }, present));
const read = (slug: string, known?: string, as_seen_by?: string) =>
	anyone().stories.read({ slug, known, as_seen_by, limit: 1000 });
const get = async (address: string) => {
	const answer = await getter(archive)(address);
	return { status: answer.status, text: await answer.text() };
};
const first = '17-august-2017';

describe('on 18 August 2017', () => {
	const midnight = 'known=2017-08-18T00:00:00Z';
	const seen = (who: string | null) => `${midnight}${who === null ? '' : `&as_seen_by=${who}`}`;

	it.each([
		['/events/G298048.json', 404],
		['/events/GW170817.json', 404],
		['/events/GRB170817A.json', 200],
		['/objects/swope/SSS17a.json', 404],
		['/history/events/G298048.json', 404],
		['/notices/stories%2Flvc%2FG298048-1-Initial.json', 404],
		['/notices/stories%2Fgcn%2Fcirculars%2F21506.json', 404]
	])('the public gets %s with the status %i', async (address, status) => {
		expect((await get(`${address}?${seen('public')}`)).status).toBe(status);
	});

	it.each([
		'/events.json',
		'/objects.json',
		'/search.json?q=G298048',
		'/search.json?q=SSS17a',
		'/events/GRB170817A.json',
		'/events/Fermi-524666471.json',
		'/events/GRB170817A/skymap.json',
		'/history/events/Fermi-524666471.json',
		`/diff.json?subject=events/GRB170817A&from=2017-08-17T12:00:00Z&to=2017-08-18T00:00:00Z`
	])('nothing of the gravitational waves stands in %s as the public saw it', async (address) => {
		const join = address.includes('?') ? '&' : '?';
		const asked = address.startsWith('/diff') ? 'as_seen_by=public' : seen('public');
		const { status, text } = await get(`${address}${join}${asked}`);
		expect(status).toBe(200);
		const answer = text.replaceAll('"query":"G298048"', '').replaceAll('the name G298048', '');
		expect(answer).not.toMatch(/G298048|GW170817|lvc|LIGO/i);
	});

	it('the story as the public saw it is that of a burst', async () => {
		const { entries, subjects, caption } = await read(first, '2017-08-18T00:00:00Z', 'public');
		const words = JSON.stringify([entries, subjects, caption]);
		expect(words).toContain('GRB170817A');
		expect(words).not.toMatch(/G298048|GW170817|lvc|LIGO|wave|SSS17a/i);
	});

	it('the public sees the burst in the list of events, its partners the waves too', async () => {
		const events = async (who: string | null) =>
			(JSON.parse((await get(`/events.json?${seen(who)}`)).text) as { events: { event: string }[] }).events
				.map(({ event }) => event)
				.sort();
		expect(await events('public')).toEqual(['Fermi-524666471', 'GRB170817A']);
		expect(await events('lvc-partners')).toEqual(['Fermi-524666471', 'G298048', 'GRB170817A']);
		expect(await events(null)).toEqual(['Fermi-524666471', 'G298048', 'GRB170817A']);
	});

	it('partners see the notice, the circulars and, an hour later, the first optical source', async () => {
		const partners = '&as_seen_by=lvc-partners';
		expect((await get(`/events/G298048.json?${midnight}${partners}`)).status).toBe(200);
		expect((await get(`/objects/swope/SSS17a.json?${midnight}${partners}`)).status).toBe(404);
		const later = 'known=2017-08-18T01:05:00Z';
		expect((await get(`/objects/swope/SSS17a.json?${later}${partners}`)).status).toBe(200);
		expect((await get(`/objects/swope/SSS17a.json?${later}&as_seen_by=public`)).status).toBe(404);
	});
});

describe('around the publication on 16 October 2017 at 14:00', () => {
	it.each([
		['2017-10-16T13:59:59.999999Z', 404],
		['2017-10-16T14:00:00Z', 200]
	])('as known at %s the public gets the event of the waves with the status %i', async (known, status) => {
		for (const address of ['/events/G298048.json', '/objects/swope/SSS17a.json', '/events/GW170817.json'])
			expect((await get(`${address}?known=${known}&as_seen_by=public`)).status, address).toBe(status);
	});

	it.each([
		['2017-10-16T13:59:59.999999Z', false],
		['2017-10-16T14:00:00Z', true]
	])(
		'as known at %s lists, search and partners agree on whether the public knows it: %s',
		async (known, is) => {
			const text = async (address: string, who: string) => {
				const join = address.includes('?') ? '&' : '?';
				return (await get(`${address}${join}known=${known}&as_seen_by=${who}`)).text;
			};
			for (const [address, word] of [
				['/events.json', '"event":"G298048"'],
				['/objects.json', '"object_id":"SSS17a"'],
				['/search.json?q=G298048', '"subject":"events/G298048"'],
				['/objects.json?ra=197.4504&dec=-23.3815&radius_arcsec=5', '"object_id":"SSS17a"'],
				[`/stories/${first}.json`, '"subject":"events/G298048"']
			] as const) {
				expect((await text(address, 'public')).includes(word), address).toBe(is);
				expect((await text(address, 'lvc-partners')).includes(word), address).toBe(true);
			}
		}
	);

	it('today everyone may read what partners knew then', async () => {
		expect((await get('/events/G298048.json?known=2017-08-17T13:10:00Z')).status).toBe(200);
		expect((await get('/events/G298048.json')).status).toBe(200);
	});

	it('the coarse copy of the map says that it is one, and is about as large as the map', async () => {
		const { text } = await get('/events/GW170817.json?known=2017-10-16T14:00:00Z');
		const [map] = (JSON.parse(text) as { localizations: { name: string; area_90_deg2: number }[] })
			.localizations;
		expect(map!.name).toContain('a coarse copy made for this demonstration');
		expect(Math.abs(map!.area_90_deg2 - 27.8)).toBeLessThan(1.5);
	});
});

describe('a superevent', () => {
	it('stands at 15:10 and is retracted at 15:21:47', async () => {
		const retracted = async (known: string) =>
			(await anyone().events.read({ name: 'S190405ar', known })).retracted;
		expect(await retracted('2019-04-12T15:10:00Z')).toBe(false);
		expect(await retracted('2019-04-12T15:21:46.999999Z')).toBe(false);
		expect(await retracted('2019-04-12T15:21:47Z')).toBe(true);
	});
});

describe.each(stories.map((story) => [story.slug, story] as const))('the story %s', (slug, story) => {
	it('begins with nothing, and ends with all of its subjects', async () => {
		const start = await read(slug, formatInstant(story.beginsAt));
		expect(start).toMatchObject({ entries: [], subjects: [], earlier_at: null });
		const end = await read(slug);
		expect(end.subjects.map(({ subject }) => subject)).toEqual(story.subjects);
		expect(end.later_at).toBeNull();
	});

	it('grows with every step that it offers, and has news there', async () => {
		for (const { seenBy } of story.audiences) {
			let known: Instant | null = story.beginsAt;
			let [entries, steps] = [0, 0];
			for (;;) {
				const page: Awaited<ReturnType<typeof read>> = await read(
					slug,
					formatInstant(known),
					seenBy ?? undefined
				);
				if (steps > 0) expect(page.entries.length, formatInstant(known)).toBeGreaterThan(entries);
				for (const entry of page.entries) expect(entry.known_at).toBeLessThanOrEqual(known);
				entries = page.entries.length;
				if (page.later_at === null) break;
				known = page.later_at;
				steps += 1;
			}
			expect(steps).toBeGreaterThan(1);
		}
	});

	it('has its captions at moments at which something changes', async () => {
		for (const { seenBy, captions } of story.audiences) {
			const moments = new Set<number>([story.beginsAt]);
			for (let known: Instant | null = story.beginsAt; known !== null;) {
				moments.add(known);
				known = (await read(slug, formatInstant(known), seenBy ?? undefined)).later_at;
			}
			for (const { from, text } of captions)
				expect(moments.has(from), `${formatInstant(from)} ${text}`).toBe(true);
		}
	});
});

describe('the first story', () => {
	it('goes from 12:41:00 to 12:41:20, whoever looks', async () => {
		for (const audience of [undefined, 'public', 'lvc-partners']) {
			const page = await read(first, '2017-08-17T12:41:00Z', audience);
			expect(formatInstant(page.later_at!)).toBe('2017-08-17T12:41:20Z');
		}
	});

	it('leads the public from the burst past all that partners were told', async () => {
		const moments: string[] = [];
		for (let known = '2017-08-17T12:41:00Z'; ;) {
			const { later_at: later } = await read(first, known, 'public');
			if (later === null) break;
			known = formatInstant(later);
			moments.push(known);
		}
		expect(moments).toEqual([
			'2017-08-17T12:41:20Z',
			'2017-08-17T20:00:07Z',
			'2017-08-18T04:12:29Z',
			'2017-10-16T14:00:00Z'
		]);
	});

	it('marks what is told from memory', async () => {
		const { entries } = await read(first, '2017-08-17T13:47:37Z');
		const reported = Object.fromEntries(
			entries.filter(({ relation }) => relation === 'notice').map((one) => [one.notice_id, one.reported])
		);
		expect(reported).toEqual({
			'stories/gcn/circulars/21506': null,
			'stories/gcn/circulars/21505': 'The time of this circular is from memory',
			'stories/lvc/G298048-1-Initial': null,
			'stories/fermi-gbm/524666471': 'The time of this notice is from memory'
		});
	});

	it('shows images of 1984 only as known in 2017', async () => {
		const limits = async (known: string) => (await get(`/objects/vla/NGC4993-OT.json?known=${known}`)).status;
		expect(await limits('2017-08-18T18:16:29Z')).toBe(404);
		const { text } = await get('/objects/vla/NGC4993-OT.json?known=2017-08-18T18:16:30Z');
		const { photometry } = JSON.parse(text) as { photometry: { observed_at: string; known_at: string }[] };
		expect(photometry).toMatchObject([
			{ observed_at: '1984-06-10T12:00:00Z', known_at: '2017-08-18T18:16:30Z' },
			{ observed_at: '1984-06-10T12:00:00Z', known_at: '2017-08-18T18:16:30Z' }
		]);
	});

	it('has the images of the night at the minutes at which they were taken', async () => {
		const { photometry } = await anyone().objects.read({ survey: 'decam', id: 'NGC4993-OT' });
		expect(photometry.map((one) => [one.band, formatInstant(one.observed_at), one.mag])).toEqual(
			expect.arrayContaining([
				[null, '2017-08-18T00:04:00Z', null],
				['i', '2017-08-18T00:04:00Z', 17.5],
				['z', '2017-08-18T00:04:00Z', 17.5]
			])
		);
	});

	it('holds the published light curve', async () => {
		const { photometry, statements } = await anyone().objects.read({ survey: 'literature', id: 'AT2017gfo' });
		expect(photometry).toHaveLength(104);
		expect(statements.map(({ subject }) => subject)).toContain('objects/swope/SSS17a');
	});

	it('is a table too, and unknown stories are refused with the names of those there are', async () => {
		const csv = await get(`/stories/${first}.csv?known=2017-08-17T12:41:20Z`);
		expect(csv.text.trim().split('\n')).toHaveLength(2);
		const wrong = await get('/stories/nothing.json');
		expect(wrong).toMatchObject({
			status: 404,
			text: expect.stringContaining(`There is no story nothing; there are ${first}`)
		});
	});
});

it('the news of a story goes on over as many pages as it has, and a file has all of it', async () => {
	const { entries, next_cursor } = await read(first);
	expect(next_cursor).toBeNull();
	const pages: unknown[] = [];
	let next: string | null = `/stories/${first}.json?limit=7`;
	while (next !== null) {
		const page = JSON.parse((await get(next)).text) as { entries: unknown[]; next: string | null };
		pages.push(...page.entries);
		next = page.next;
	}
	expect(pages).toHaveLength(entries.length);
	expect(new Set(pages.map((one) => JSON.stringify(one)))).toHaveProperty('size', entries.length);
	expect((await get(`/stories/${first}.csv`)).text.match(/\r\n20\d\d-/g)).toHaveLength(entries.length);
});
