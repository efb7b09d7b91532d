import { once } from 'node:events';
import { request as ask } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { setPolicy } from '#lib/access/policies.server.ts';
import { listAudit } from '#lib/access/people/audit.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { startPortal } from '../support/portal.ts';

const password = 'umbrella teapot lantern river';
const clock = () => (Date.now() * 1000) as Instant;

let archive: SmallArchive;
let address: string;
/** The same archive behind a proxy that speaks https. */
let proxied: string;

beforeAll(async () => {
	archive = await smallArchive();
	await makeAccount(archive.database, { person: 'ada', password }, { name: 'test', address: null }, clock());
	const shared = { DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir };
	address = (await startPortal(shared)).address;
	proxied = (await startPortal({ ...shared, ORIGIN: 'https://lookback.example' })).address;
}, 300_000);

const get = (path: string, headers: Record<string, string> = {}, host = address) =>
	fetch(host + path, { headers, redirect: 'manual' });
async function session(): Promise<{ cookie: string }> {
	const { secret } = await openSession(archive.database, 'ada', 'link', null, clock());
	return { cookie: `lookback_session=${secret}` };
}
function post(path: string, fields: Record<string, string>, headers: Record<string, string>) {
	const body = new URLSearchParams(fields);
	const usual = { origin: address, accept: 'text/html' };
	return fetch(address + path, {
		method: 'POST',
		body,
		headers: { ...usual, ...headers },
		redirect: 'manual'
	});
}
/** A file of the portal's own, as its pages name it. */
async function ownFile(): Promise<string> {
	return /\/_app\/immutable\/[^"]+\.js/.exec(await (await get('/')).text())![0];
}
const pinned = async (path: string) =>
	`${path}?basis=${encodeURIComponent((await get('/events.json')).headers.get('lookback-basis')!)}`;

describe('every answer', () => {
	const places = ['/', '/events.json', '/api/nothing', '/no/such/page', '/events.json?limit=x', '/sign-out'];

	test('is of the type it says, opens in no frame, and tells no other site where its reader was', async () => {
		const tooLong = `/events?${'x'.repeat(9000)}`;
		for (const path of [...places, await ownFile(), tooLong]) {
			const { headers } = await get(path);
			expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
			expect([path, headers.get('referrer-policy')]).toEqual([path, 'strict-origin-when-cross-origin']);
			const policy = headers.get('content-security-policy');
			expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
		}
	});

	test('keeps browsers with https where the portal is known by it, and says nothing of it elsewhere', async () => {
		const policy = async (path: string, headers: Record<string, string>, host: string) =>
			(await get(path, headers, host)).headers.get('strict-transport-security');
		for (const path of [...places, await ownFile()]) {
			expect(await policy(path, {}, proxied)).toBe('max-age=31536000');
			expect(await policy(path, { 'x-forwarded-proto': 'http' }, proxied)).toBe('max-age=31536000');
			expect(await policy(path, {}, address)).toBeNull();
			expect(await policy(path, { 'x-forwarded-proto': 'https, http' }, address)).toBe('max-age=31536000');
		}
	});
});

test('a page loads nothing relative to an address that a packet could give', async () => {
	const policy = (await get('/events')).headers.get('content-security-policy')!;
	for (const directive of ["base-uri 'none'", "object-src 'none'", "default-src 'self'"])
		expect(policy).toContain(directive);
	expect(/script-src[^;]*/.exec(policy)?.[0]).not.toContain('unsafe');
});

describe('what a proxy would say', () => {
	test.each(['javascript', 'file', 'httpsx', 'a b', '%', '%E0%A4', 'https:', 'elsewhere.example/', ''])(
		'is taken for http where it is %j',
		async (scheme) => {
			const answer = await get('/sign-in', { 'x-forwarded-proto': scheme });
			expect(answer.status).toBe(200);
			expect(answer.headers.get('strict-transport-security')).toBeNull();
			// to a scheme that browsers do not know every page is of the origin `null`
			const forged = await post('/sign-in', {}, { origin: 'null', 'x-forwarded-proto': scheme });
			expect(forged.status).toBe(403);
		}
	);
});

test('TRACE gives back nothing of what was sent', async () => {
	const { hostname, port } = new URL(address);
	for (const path of ['/', '/events.json', '/api/ingest']) {
		const sent = ask({ hostname, port, path, method: 'TRACE', headers: { 'x-word': 'unmistakable' } }).end();
		const [answer] = await once(sent, 'response');
		expect(answer.statusCode).toBeGreaterThanOrEqual(400);
		expect(answer.statusCode).toBeLessThan(500);
		let text = JSON.stringify(answer.headers);
		for await (const chunk of answer) text += chunk;
		expect(text).not.toContain('unmistakable');
	}
});

describe('the data of a page', () => {
	const kept = async (path: string, headers: Record<string, string> = {}) =>
		(await get(path, headers)).headers.get('cache-control');
	const event = '/events/S210914zz/__data.json';

	test('are kept for a while at a pinned record, by the browser alone', async () => {
		const answer = await get(await pinned(event));
		expect(answer.headers.get('cache-control')).toBe('private, max-age=300');
		expect(answer.headers.get('vary')).toMatch(/cookie/i);
		expect(answer.headers.get('access-control-allow-origin')).toBeNull();
	});

	test('are kept no longer than until more opens to the public', async () => {
		const name = 'lvc.embargoed';
		const opening = { name, owner: 'lvc', publicAfterMonths: null, title: '', knownAt: 0 as Instant };
		const opensInAMinute = (clock() + 60_000_000) as Instant;
		const decide = (policy: 'public-from' | 'public', publicFrom: Instant | null, knownAt = clock()) =>
			setPolicy(archive.database, { ...opening, policy, publicFrom, knownAt }, 'test', clock());
		await decide('public-from', opensInAMinute);
		const seconds = Number(/^private, max-age=(\d+)$/.exec((await kept(await pinned(event)))!)?.[1]);
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual(60);
		await decide('public', null);
		expect(await kept(await pinned(event))).toBe('private, max-age=300');
	});

	test('are asked for anew where the record is open, where they tell an error, and of the page itself', async () => {
		expect(await kept(`${event}?known=2021-09-15`)).toBe('private, no-cache');
		expect(await kept(event)).toBe('private, no-cache');
		expect(await kept(await pinned('/events/S999999zz/__data.json'))).not.toContain('max-age');
		expect(await kept(await pinned('/events/S210914zz'))).toBe('private, no-cache');
	});

	test('are kept by nobody who is signed in, or asks with a token', async () => {
		expect(await kept(await pinned(event), await session())).toBe('no-store');
		const token = { authorization: `Bearer ${archive.token}` };
		expect(await kept(await pinned(event), token)).toBe('private, no-cache');
	});
});

describe('what a signed-in browser is shown', () => {
	test('it keeps nothing of, were it pinned or public', async () => {
		const headers = await session();
		const places = ['/', '/events', '/account', '/events.json', '/api/openapi.json', '/no/such/page'];
		for (const path of [...places, await pinned('/events.json'), await pinned('/events.csv')])
			expect([path, (await get(path, headers)).headers.get('cache-control')]).toEqual([path, 'no-store']);
		const file = await get(await ownFile(), headers);
		expect(file.headers.get('cache-control')).toMatch(/immutable/);
	});

	test('a token’s program may keep, for itself', async () => {
		const answer = await get(await pinned('/events.json'), { authorization: `Bearer ${archive.token}` });
		expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
	});

	test('no page of another site may read; what is public it may', async () => {
		const allowed = async (headers: Record<string, string>) =>
			(await get('/events.json', headers)).headers.get('access-control-allow-origin');
		expect(await allowed({})).toBe('*');
		expect(await allowed(await session())).toBeNull();
		expect(await allowed({ authorization: `Bearer ${archive.token}` })).toBeNull();
	});

	test('is cleared from it by signing out', async () => {
		const out = await post('/sign-out', {}, await session());
		expect([out.status, out.headers.get('clear-site-data')]).toEqual([303, '"cache"']);
		const everywhere = await post('/account?/everywhere', {}, await session());
		expect([everywhere.status, everywhere.headers.get('clear-site-data')]).toEqual([303, '"cache"']);
	});
});

test('a theme is kept for this very host over https, and a form that is none is no fault', async () => {
	const https = { 'x-forwarded-proto': 'https', origin: address.replace('http:', 'https:') };
	const kept = await post('/theme', { theme: 'night', back: '/events' }, https);
	expect([kept.status, kept.headers.get('location')]).toEqual([303, '/events']);
	const [cookie] = kept.headers.getSetCookie();
	expect(cookie).toMatch(/^__Host-theme=night;.*HttpOnly.*Secure/);
	const page = await get('/events', { cookie: '__Host-theme=night', 'x-forwarded-proto': 'https' });
	expect(await page.text()).toContain('data-theme="night"');
	const headers = { 'content-type': 'multipart/form-data; boundary=x' };
	expect((await post('/theme', {}, headers)).status).toBe(400);
});

test('signing in ends the session that the browser had', async () => {
	const before = await session();
	const answer = await post('/sign-in', { person: 'ada', password }, before);
	expect(answer.status).toBe(303);
	expect((await get('/account', before)).status).toBe(401);
});

test('what a person may not do stands in the audit log, with who and from where', async () => {
	const headers = await session();
	expect((await get('/audit', headers)).status).toBe(403);
	expect((await get('/audit.json', headers)).status).toBe(403);
	expect((await get('/audit.json')).status).toBe(401);
	const entries = await listAudit(archive.database, { before: newestOfAll, person: 'ada', limit: 100 });
	const refused = entries.filter(({ act }) => act === 'refused');
	expect(refused.map(({ detail }) => detail)).toEqual(['GET /audit.json', 'GET /audit']);
	expect(refused[0]).toMatchObject({ actor: 'ada', address: expect.stringContaining('127.0.0.1') });
	const json = { ...headers, origin: 'http://elsewhere.example', 'content-type': 'application/json' };
	expect((await post('/enter/a-secret-of-a-link', {}, json)).status).toBe(403);
	const [last] = await listAudit(archive.database, { before: newestOfAll, person: 'ada', limit: 1 });
	expect(last).toMatchObject({ act: 'refused', detail: 'POST /enter/[secret]' });
});
