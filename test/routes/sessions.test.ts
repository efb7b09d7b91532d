import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { setMembership } from '#lib/access/members.server.ts';
import { setPolicy } from '#lib/access/policies.server.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { startPortal } from '../support/portal.ts';

const password = 'umbrella teapot lantern river';
const by = { name: 'test', address: null };
const hour = 3_600_000_000;
const publicHost = 'https://lookback.example';
const secretEvent = '/events/GRB990202A';

let archive: SmallArchive;
let address: string;
/** The same archive behind a proxy that speaks https. */
let proxied: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	const now = (Date.now() * 1000) as Instant;
	for (const [person, group] of [
		['ada', 'secret'],
		['eve', 'other']
	] as const) {
		await makeAccount(database, { person, password }, by, now);
		const change = { group, person, role: 'reader', isMember: true, knownAt: now } as const;
		await setMembership(database, change, 'test', now);
		const wish = { person, label: 'test', may_write: true, groups: null, expires_at: null };
		tokens[person] = `Bearer ${await makeToken(database, wish, by, now)}`;
	}
	await archive.load([circular(990, 'GRB 990202A')], 'received', 'secret.circulars');
	await archive.load([circular(991, 'GRB 990303A')], 'received', 'later.circulars');
	const publicFrom = (now + hour) as Instant;
	const soon = { policy: 'public-from', publicFrom, publicAfterMonths: null } as const;
	await setPolicy(
		database,
		{ ...soon, name: 'later.circulars', owner: 'later', title: '', knownAt: now },
		'test',
		now
	);
	const shared = { DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir };
	address = (await startPortal(shared)).address;
	proxied = (await startPortal({ ...shared, ORIGIN: publicHost, ADDRESS_HEADER: 'x-forwarded-for' })).address;
}, 300_000);

/** Where requests to the proxy come from; each test has no refused attempts at its back. */
beforeEach(() => {
	from = `192.0.2.${++addresses}`;
});
let addresses = 0;
let from = '';

function circular(circularId: number, eventId: string) {
	const text = JSON.stringify({
		circularId,
		eventId,
		subject: `${eventId}: unmistakable`,
		submitter: 'Ada',
		submittedHow: 'web',
		createdOn: 1_700_000_000_000,
		body: 'Something bright.'
	});
	return { name: `${circularId}.json`, bytes: Buffer.from(text), original: Buffer.from(text) };
}

type Headers = Record<string, string>;
const get = (path: string, headers: Headers = {}) => fetch(address + path, { headers, redirect: 'manual' });
/** Sends a form as a browser does from one of the portal's own pages, unless the headers say otherwise. */
function post(path: string, fields: Headers, headers: Headers = {}, host = address): Promise<Response> {
	const own = { origin: host === proxied ? publicHost : host, accept: 'text/html', 'x-forwarded-for': from };
	const body = new URLSearchParams(fields);
	return fetch(host + path, { method: 'POST', body, headers: { ...own, ...headers }, redirect: 'manual' });
}
const setCookie = (answer: Response) =>
	answer.headers.getSetCookie().find((one) => one.includes('lookback_session='));
/** The cookie of somebody who has just signed in. */
async function signIn(person = 'ada', host = address): Promise<string> {
	const answer = await post('/sign-in', { person, password }, {}, host);
	expect([answer.status, await answer.text()]).toEqual([303, '']);
	return setCookie(answer)!.split(';')[0]!;
}
const isAda = async (cookie: string) => (await (await get('/', { cookie })).text()).includes('>ada<');

describe('the cookie', () => {
	test('is for this host, its pages alone and no scripts', async () => {
		const answer = await post('/sign-in', { person: 'ada', password });
		const [pair, ...attributes] = setCookie(answer)!.split('; ');
		expect(pair).toMatch(/^lookback_session=[\w-]{43}$/);
		expect(attributes.map((one) => one.split('=')[0]).sort()).toEqual([
			'Expires',
			'HttpOnly',
			'Path',
			'SameSite'
		]);
		expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'SameSite=Lax']));
	});

	test('is Secure and bound to its host behind https, and another name is none', async () => {
		const answer = await post('/sign-in', { person: 'ada', password }, {}, proxied);
		const [pair, ...attributes] = setCookie(answer)!.split('; ');
		expect(pair).toMatch(/^__Host-lookback_session=[\w-]{43}$/);
		expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'SameSite=Lax', 'Secure', 'HttpOnly']));
		expect(attributes.join()).not.toMatch(/Domain/i);
		const page = async (cookie: string) =>
			(await fetch(`${proxied}${secretEvent}.json`, { headers: { cookie } })).status;
		expect(await page(pair!)).toBe(200);
		expect(await page(pair!.replace('__Host-', ''))).toBe(404);
	});

	test('holds another secret after each sign-in, whatever was there before', async () => {
		const planted = 'lookback_session=planted-by-somebody-else';
		const answer = await post('/sign-in', { person: 'ada', password }, { cookie: planted });
		expect(answer.status).toBe(303);
		expect(setCookie(answer)).not.toContain('planted');
		expect(await isAda(planted)).toBe(false);
	});

	test.each([
		'lookback_session=',
		'lookback_session=junk',
		`lookback_session=${'x'.repeat(8000)}`,
		'lookback_session=%00',
		'lookback_session=%',
		'lookback_session="; theme=dark',
		'=;;;==',
		'\u00ff=\u00fe'
	])('that is junk is nobody’s: %.40s', async (cookie) => {
		const page = await get('/events', { cookie });
		expect(page.status).toBe(200);
		expect(await page.text()).toContain('/sign-in');
		expect((await get(`${secretEvent}.json`, { cookie })).status).toBe(404);
	});
});

describe('somebody who is signed in', () => {
	test('sees the rows of their groups, in answers for nobody else', async () => {
		const cookie = await signIn();
		for (const path of [
			secretEvent,
			`${secretEvent}.json`,
			`${secretEvent}.json?known=2026-07-01T00:00:00Z`
		]) {
			const answer = await get(path, { cookie });
			expect([path, answer.status]).toEqual([path, 200]);
			expect(await answer.text()).toContain('unmistakable');
			expect(answer.headers.get('cache-control')).toMatch(/private|no-cache|no-store/);
			expect(answer.headers.get('vary')).toMatch(/cookie/i);
			expect((await get(path)).status).toBe(404);
		}
		const eves = await signIn('eve');
		expect((await get(`${secretEvent}.json`, { cookie: eves })).status).toBe(404);
	});

	test('gets no answer that a shared cache may keep, whatever the address', async () => {
		const cookie = await signIn();
		const { basis } = (await (await get('/events.json')).json()) as { basis: string };
		const pin = `basis=${encodeURIComponent(basis)}`;
		for (const path of [
			'/',
			'/account',
			'/sign-in',
			'/events',
			`/events?${pin}`,
			`/events.json?${pin}`,
			`/events.csv?${pin}`,
			`${secretEvent}.json?${pin}`,
			`/events/__data.json?${pin}`,
			`/api/trpc/events.list?input=${encodeURIComponent(JSON.stringify({ basis }))}`,
			'/api/openapi.json',
			'/no/such/page',
			'/no/such.json',
			'/events.json?known=whenever',
			'/enter/nothing'
		]) {
			const answer = await get(path, { cookie });
			expect(answer.status).not.toBe(500);
			const kept = answer.headers.get('cache-control') ?? '';
			expect([path, kept]).toEqual([path, expect.stringMatching(/\b(private|no-store|no-cache)\b/)]);
			expect([path, kept]).not.toEqual([path, expect.stringContaining('public')]);
			expect([path, answer.headers.get('vary')]).toEqual([path, expect.stringMatching(/cookie/i)]);
		}
	});

	test('goes by the token where there is one, be it of somebody else or wrong', async () => {
		const cookie = await signIn();
		const status = async (authorization: string) =>
			(await get(`${secretEvent}.json`, { cookie, authorization })).status;
		expect(await status(tokens.ada!)).toBe(200);
		expect(await status(tokens.eve!)).toBe(404);
		for (const wrong of ['Bearer junk', 'Basic YWRhOmFkYQ==', 'junk']) expect(await status(wrong)).toBe(401);
	});

	test('signs out, and the cookie is worth nothing afterwards', async () => {
		const [cookie, elsewhere] = [await signIn(), await signIn()];
		expect(await isAda(cookie)).toBe(true);
		const answer = await post('/sign-out', {}, { cookie });
		expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
		expect(setCookie(answer)).toMatch(/^lookback_session=; .*(Max-Age=0|1970)/);
		expect(await isAda(cookie)).toBe(false);
		expect(await isAda(elsewhere)).toBe(true);
		expect((await post('/sign-out', {}, { cookie })).status).toBe(303);
		expect((await get('/sign-out', { cookie: elsewhere })).status).toBe(405);
		expect(await isAda(elsewhere)).toBe(true);
	});
});

describe('what another site makes a signed-in browser send is refused', () => {
	const elsewhere = [
		'http://elsewhere.example',
		'null',
		'https://127.0.0.1',
		'http://127.0.0.1.elsewhere.example'
	];
	const places = ['/sign-out', '/theme', '/api/ingest', '/api/trpc/packets.ingest', '/sign-in', '/account'];
	test.each(places)('%s', async (path) => {
		const cookie = await signIn();
		for (const origin of elsewhere) {
			for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json', '']) {
				const headers = { cookie, origin, ...(type && { 'content-type': type }) };
				const answer = await post(path, { theme: 'dark' }, headers);
				expect([origin, type, answer.status]).toEqual([origin, type, 403]);
				expect(answer.headers.getSetCookie()).toEqual([]);
			}
		}
		const body = 'theme=dark';
		const bare = await fetch(address + path, {
			method: 'POST',
			body,
			headers: { cookie },
			redirect: 'manual'
		});
		expect(bare.status).toBe(403);
		expect(await isAda(cookie)).toBe(true);
	});

	test('also with methods that only browsers’ scripts use', async () => {
		const cookie = await signIn();
		for (const method of ['PUT', 'PATCH', 'DELETE']) {
			const headers = { cookie, origin: 'http://elsewhere.example' };
			expect((await fetch(`${address}/account`, { method, headers })).status).toBe(403);
		}
	});

	test('and nothing is changed by GET', async () => {
		const cookie = await signIn();
		const input = encodeURIComponent(JSON.stringify({ bytes: 'eHl6', name: 'x' }));
		const answer = await get(`/api/trpc/packets.ingest?input=${input}`, { cookie });
		expect(answer.status).toBe(405);
		expect((await get('/api/ingest', { cookie })).status).toBe(405);
	});

	test('a sign-in too, which would make the reader somebody else', async () => {
		const answer = await post(
			'/sign-in',
			{ person: 'eve', password },
			{ origin: 'http://elsewhere.example' }
		);
		expect(answer.status).toBe(403);
		expect(setCookie(answer)).toBeUndefined();
	});
});

describe('a public answer', () => {
	test('that is pinned before an embargo ends is kept until then and no longer', async () => {
		const { basis } = (await (await get('/events.json')).json()) as { basis: string };
		const answer = await get(`/events.json?basis=${encodeURIComponent(basis)}`);
		expect(await answer.text()).not.toContain('GRB990303A');
		const kept = /^public, max-age=(\d+)$/.exec(answer.headers.get('cache-control')!);
		expect(Number(kept?.[1])).toBeGreaterThan(0);
		expect(Number(kept?.[1])).toBeLessThanOrEqual(3600);
		expect(answer.headers.get('vary')).toMatch(/cookie/i);
	});

	test('is kept for ever where all that was known by then is open of what opens row by row', async () => {
		const { database } = archive;
		const now = (Date.now() * 1000) as Instant;
		const wish = { name: 'slow.nights', owner: 'slow', publicFrom: null, title: '', knownAt: now };
		const policy = { policy: 'public-after', publicAfterMonths: 12 } as const;
		await setPolicy(database, { ...wish, ...policy }, 'test', now);
		const open = { ...wish, name: 'later.circulars', owner: 'later', publicAfterMonths: null, knownAt: now };
		await setPolicy(database, { ...open, policy: 'public' }, 'test', now);
		const [last] = await database.sql<{ batch: bigint }[]>`select max(batch) as batch from batch`;
		const kept = async (known: string) =>
			(await get(`/events.json?basis=${known}~${last!.batch}`)).headers.get('cache-control');
		expect(await kept('2022-01-01T00:00:00Z')).toBe('public, max-age=31536000, immutable');
		expect(await kept(new Date(now / 1000 - 1e6).toISOString())).toBe('no-cache');
	});
});

describe('signing in', () => {
	test.each([
		['//elsewhere.example', '/'],
		['/.//elsewhere.example', '/'],
		['/..//elsewhere.example/x', '/'],
		['/\\elsewhere.example', '/'],
		['\\\\elsewhere.example', '/'],
		['https://elsewhere.example/', '/'],
		['https:elsewhere.example', '/elsewhere.example'],
		['javascript:alert(1)', '/'],
		['data:text/html,x', '/'],
		['/\t/elsewhere.example', '/'],
		['/events\r\nset-cookie: a=b', /^\/events/],
		['/events?q=a%0d%0ab', '/events?q=a%0d%0ab'],
		['', '/'],
		['http://[', '/'],
		['/events?known=2021-09-15', '/events?known=2021-09-15']
	])('leads back to %j of this portal as %s', async (back, place) => {
		const answer = await post('/sign-in', { person: 'ada', password, back }, {}, proxied);
		expect(answer.status).toBe(303);
		const location = answer.headers.get('location')!;
		if (typeof place === 'string') expect(location).toBe(place);
		else expect(location).toMatch(place);
		expect(new URL(location, publicHost).origin).toBe(publicHost);
		expect(answer.headers.getSetCookie().join()).not.toContain('a=b');
	});

	test.each([
		['NUL', 'person=a%00b&password=a%00b'],
		['half of a surrogate pair', 'person=%ED%A0%80&password=%ED%A0%80'],
		['bytes that are no UTF-8', 'person=%FF%FE&password=%FF'],
		['a name of many letters', `person=${'x'.repeat(200_000)}&password=x`],
		['a password of many letters', `person=ada&password=${'x'.repeat(200_000)}`],
		['a row of marks', `person=${encodeURIComponent('a\u0301'.repeat(5000))}&password=x`],
		['markup', `person=${encodeURIComponent('"><script>alert(1)</script>')}&password=x`],
		['nothing', ''],
		['several names', 'person=ada&person=eve&password=x']
	])('with %s is refused with the usual sentence', async (_, body) => {
		const headers = {
			origin: publicHost,
			accept: 'text/html',
			'content-type': 'application/x-www-form-urlencoded',
			'x-forwarded-for': from
		};
		const answer = await fetch(`${proxied}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' });
		const page = await answer.text();
		expect([answer.status, page.includes('Nobody signs in with that name and password here.')]).toEqual([
			401,
			true
		]);
		expect(page).not.toContain('<script>alert');
		expect(answer.headers.get('cache-control')).toMatch(/private|no-store/);
		expect(setCookie(answer)).toBeUndefined();
	});

	test('with a password that is wrong shows it nowhere', async () => {
		const answer = await post('/sign-in', { person: 'ada', password: 'not the right lantern' }, {}, proxied);
		expect(await answer.text()).not.toContain('not the right lantern');
	});

	test.each(['secret', '%00', '..%2f..', 'x'.repeat(5000)])(
		'by the link /enter/%.30s that never was is refused',
		async (secret) => {
			const answer = await post(`/enter/${secret}`, {}, {}, proxied);
			expect(answer.status).toBe(401);
			expect(await answer.text()).toContain('This link was used, has ended or never was');
		}
	);
});
