import { beforeAll, describe, expect, test } from 'vitest';
import { makeAccount, setDisabled } from '#lib/access/people/accounts.server.ts';
import { listAudit } from '#lib/access/people/audit.server.ts';
import { makeLink } from '#lib/access/people/links.server.ts';
import { setMembership } from '#lib/access/members.server.ts';
import { heldSession, openSession } from '#lib/access/people/sessions.server.ts';
import { heldToken, listTokens, makeCalendar, makeToken } from '#lib/access/people/tokens.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { formSender, plainText, type FormSender } from '../support/form-sender.ts';
import { startPortal } from '../support/portal.ts';

const by = { name: 'test', address: null };
const clock = () => (Date.now() * 1000) as Instant;
const password = 'umbrella teapot lantern river';
const another = 'seven copper kettles whistle';

let archive: SmallArchive;
let address: string;
/** What the portal has written of its troubles. */
const logged: string[] = [];

beforeAll(async () => {
	archive = await smallArchive();
	const portal = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });
	address = portal.address;
	portal.process.stderr!.on('data', (bytes: Buffer) => logged.push(bytes.toString()));
}, 300_000);

let people = 0;
/** A new person with an account, signed in, who belongs to these groups. */
async function somebody(groups: readonly string[] = [], own: string | null = password) {
	const person = `person${++people}`;
	await makeAccount(archive.database, { person, password: own }, by, clock());
	for (const group of groups) {
		const change = { group, person, role: 'reader', isMember: true, knownAt: clock() } as const;
		await setMembership(archive.database, change, 'test', clock());
	}
	return { person, browser: formSender(address, await session(person)) };
}

const session = async (person: string | null) =>
	(await openSession(archive.database, person, 'link', null, clock())).secret;

const tokenIn = (html: string) => /lookback_[\w-]{43}/.exec(html)?.[0] ?? null;

function makesToken(browser: FormSender, more: readonly (readonly [string, string])[] = []) {
	return browser.post('/account?/token', [['label', 'laptop'], ['days', '30'], ...more]);
}

describe('an account', () => {
	test('is shown to whoever is signed in, and kept by no cache', async () => {
		const { person, browser } = await somebody(['lvc']);
		const page = await browser.get('/account');
		expect(page.status).toBe(200);
		expect(page.headers.get('cache-control')).toBe('no-store');
		expect(plainText(page.html)).toContain(`Account ${person}`);
		expect(plainText(page.html)).toContain('lvc reader sees the collections of the group');
		expect(plainText(page.html)).toContain('(this browser) one-time link');
	});

	test('is not shown to the public, nor to a token, which could make itself another there', async () => {
		const { person } = await somebody();
		const signedOut = await formSender(address).get('/account');
		expect(signedOut.status).toBe(401);
		expect(plainText(signedOut.html)).toContain('Sign in to see your account.');
		const wish = { person, label: 'full', may_write: true, groups: null, expires_at: null };
		const token = await makeToken(archive.database, wish, by, clock());
		const asked = (init: RequestInit, path = '/account') =>
			fetch(address + path, {
				...init,
				headers: { authorization: `Bearer ${token}`, origin: address, accept: 'text/html' }
			});
		expect((await asked({})).status).toBe(401);
		const body = new URLSearchParams({ label: 'more', days: '30' });
		const made = await asked({ method: 'POST', body }, '/account?/token');
		expect(made.status).toBe(401);
		expect((await listTokens(archive.database, person)).map(({ label }) => label)).toEqual(['full']);
	});
});

describe('a token', () => {
	test('is shown once, when it is made, and carries what was ticked', async () => {
		const { person, browser } = await somebody(['lvc', 'survey']);
		const ticks = [
			['read_only', 'true'],
			['group', 'survey']
		] as const;
		const page = await makesToken(browser, ticks);
		expect(page.status).toBe(200);
		expect(page.headers.get('cache-control')).toBe('no-store');
		const text = tokenIn(page.html);
		const token = await heldToken(archive.database, `Bearer ${text}`, clock());
		expect(token).toMatchObject({ person, label: 'laptop', may_write: false, groups: ['survey'] });
		const days = (token.expires_at! - clock()) / 86_400_000_000;
		expect(days).toBeGreaterThan(29.9);
		expect(days).toBeLessThanOrEqual(30);
		const again = await browser.get('/account');
		expect(again.html).toContain('laptop');
		expect(tokenIn(again.html)).toBeNull();
	});

	test('without a tick carries all of its person’s rights', async () => {
		const { browser } = await somebody(['lvc']);
		const text = tokenIn((await makesToken(browser)).html);
		expect(await heldToken(archive.database, `Bearer ${text}`, clock())).toMatchObject({
			may_write: true,
			groups: null
		});
	});

	test.each([
		['for a group that is not one’s own', [['group', 'survey']], /your groups alone; got 'survey'/],
		['for no days', [['days', '']], /whole number from 1 to 3650; got ''/],
		['for ever', [['days', '3651']], /whole number from 1 to 3650; got '3651'/],
		['without a label', [['label', ' ']], /label wants 1 to 100 characters/]
	] as const)('%s is refused beside the form, which keeps what was typed', async (_, wrong, sentence) => {
		const { person, browser } = await somebody(['lvc']);
		const fields = { label: 'kept label', days: '30', ...Object.fromEntries(wrong) };
		const page = await browser.post('/account?/token', Object.entries(fields));
		expect(page.status).toBe(400);
		expect(page.note).toMatch(sentence);
		if (fields.label === 'kept label') expect(page.html).toContain('value="kept label"');
		expect(await listTokens(archive.database, person)).toEqual([]);
	});

	test('that is refused keeps what was ticked, so that the next one carries no more', async () => {
		const { browser } = await somebody(['lvc', 'survey']);
		const page = await browser.post('/account?/token', [
			...[['label', 'kept label'] as const, ['days', '0'] as const],
			...[['group', 'lvc'] as const, ['group', 'survey'] as const]
		]);
		expect(page.status).toBe(400);
		const ticked = page.html
			.match(/<input[^>]*name="group"[^>]*>/g)!
			.map((tag) => [/value="(\w+)"/.exec(tag)![1], / checked/.test(tag)]);
		expect(ticked).toEqual([
			['lvc', true],
			['survey', true]
		]);
		expect((await browser.get('/account')).html).not.toMatch(/<input[^>]*name="group"[^>]* checked/);
	});

	test('of a label in use wants another, until it is revoked', async () => {
		const { browser } = await somebody();
		const text = tokenIn((await makesToken(browser)).html);
		expect((await makesToken(browser)).status).toBe(409);
		const revoked = await browser.post('/account?/revoke', [['label', 'laptop']]);
		expect([revoked.status, revoked.location]).toEqual([303, '/account?done=revoked']);
		expect((await browser.get('/account?done=revoked')).note).toContain('The token is revoked');
		await expect(heldToken(archive.database, `Bearer ${text}`, clock())).rejects.toThrow(/no token/);
		expect((await makesToken(browser)).status).toBe(200);
		expect((await browser.post('/account?/revoke', [['label', 'none']])).note).toMatch(
			/no valid token 'none'/
		);
	});

	test('of somebody else is not revoked', async () => {
		const [one, other] = [await somebody(), await somebody()];
		const text = tokenIn((await makesToken(one.browser)).html);
		expect((await other.browser.post('/account?/revoke', [['label', 'laptop']])).status).toBe(404);
		await expect(heldToken(archive.database, `Bearer ${text}`, clock())).resolves.toBeTruthy();
	});
});

const addressIn = (html: string) => /\/calendars\/[\w-]{43}\.ics/.exec(html)?.[0] ?? null;

function makesCalendar(browser: FormSender, calendar = 'account') {
	return browser.post('/account?/calendar', [
		['calendar', calendar],
		['label', 'phone'],
		['days', '30']
	]);
}

describe('the address of a calendar', () => {
	test('opens that calendar to a program that sends nothing else, and is shown once', async () => {
		const { person, browser } = await somebody(['lvc']);
		const page = await makesCalendar(browser);
		expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
		const path = addressIn(page.html)!;
		const again = await browser.get('/account');
		expect(plainText(again.html)).toContain('phone opens the calendar account');
		expect(addressIn(again.html)).toBeNull();
		const calendar = await fetch(address + path);
		expect(calendar.status).toBe(200);
		expect(calendar.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
		expect(calendar.headers.get('cache-control')).toBe('no-store');
		expect(calendar.headers.get('content-disposition')).not.toContain(path.slice(11, -4));
		expect(await calendar.text()).toContain(`X-WR-CALNAME:Blocks of ${person}`);
		// whoever else asks with it: it is the calendar of who made it
		const other = await somebody();
		const asOther = { headers: { cookie: `lookback_session=${other.browser.session}` } };
		expect(await (await fetch(address + path, asOther)).text()).toContain(`Blocks of ${person}`);
	});

	test('opens nothing else: it is no token, and a token is none', async () => {
		const { browser } = await somebody();
		const secret = addressIn((await makesCalendar(browser)).html)!.slice(11, -4);
		await expect(heldToken(archive.database, `Bearer ${secret}`, clock())).rejects.toThrow(/no token/);
		const asToken = { headers: { authorization: `Bearer ${secret}` } };
		for (const path of ['/account/calendar.ics', '/objects.json', '/api/trpc/objects.search?input=%7B%7D'])
			expect((await fetch(address + path, asToken)).status, path).toBe(401);
		const token = tokenIn((await makesToken(browser)).html);
		expect((await fetch(`${address}/calendars/${token}.ics`)).status).toBe(404);
		const posted = await fetch(`${address}/calendars/${secret}.ics`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{}'
		});
		expect(posted.status).toBe(405);
	});

	test('ends when it is revoked, expires, or its person is shut out, and says the same as one that never was', async () => {
		const never = await fetch(`${address}/calendars/${'x'.repeat(43)}.ics`);
		const [body, { person, browser }] = [await never.text(), await somebody()];
		expect(never.status).toBe(404);
		expect(body).toContain('This address opens no calendar');
		const revoked = addressIn((await makesCalendar(browser)).html)!;
		expect((await browser.post('/account?/revoke', [['label', 'phone']])).status).toBe(303);
		const ended = { person, calendar: 'account', label: 'old', expires_at: clock() };
		const past = (clock() - 1_000_000) as Instant;
		const expired = `/calendars/${await makeCalendar(archive.database, ended, by, past)}.ics`;
		const shutOut = addressIn((await makesCalendar(browser)).html)!;
		expect((await fetch(address + shutOut)).status).toBe(200);
		await setDisabled(archive.database, person, true, by, clock());
		for (const path of [revoked, expired, shutOut]) {
			const answer = await fetch(address + path);
			expect([answer.status, await answer.text()]).toEqual([404, body]);
		}
	});

	test('stands in no log, and not as it is in the database', async () => {
		const { person, browser } = await somebody();
		const path = addressIn((await makesCalendar(browser)).html)!;
		const secret = path.slice(11, -4);
		const kept = await archive.database.sql`select t::text as row from token t where person = ${person}`;
		expect(JSON.stringify(kept)).not.toContain(secret);
		const entries = await listAudit(archive.database, { before: newestOfAll, person, limit: 100 });
		expect(entries).toContainEqual(
			expect.objectContaining({ act: 'token-made', detail: 'phone (calendar account)' })
		);
		expect(entries.map(({ detail }) => detail).join(' ')).not.toContain(secret);
		// a fault is logged under a number, by the route
		const owner = openDatabase(archive.url, { max: 1 });
		await owner.sql`alter table token rename column calendar to gone`;
		try {
			expect((await fetch(address + path)).status).toBe(500);
		} finally {
			await owner.sql`alter table token rename column gone to calendar`;
			await owner.close();
		}
		await expect.poll(() => logged.join('')).toContain('GET /calendars/[secret]');
		expect(logged.join('')).not.toContain(secret);
	});

	test.each([
		['of a campaign that nobody knows', 'campaigns/nothing', /No campaign nothing is known/],
		['of what has none', 'objects/ztf/ZTF19aapreis', /must be account, schedule, campaigns\/<name>/]
	])('%s is refused beside the form', async (_, calendar, sentence) => {
		const { person, browser } = await somebody();
		const page = await makesCalendar(browser, calendar);
		expect(page.status).toBeGreaterThanOrEqual(400);
		expect(page.note).toMatch(sentence);
		expect(page.html).toContain('value="phone"');
		expect(await listTokens(archive.database, person)).toEqual([]);
	});
});

describe('a password', () => {
	const change = (browser: FormSender, old: string, wished: string) =>
		browser.post('/account?/password', [
			['old', old],
			['wished', wished]
		]);

	test('is changed on the word of the old one; this browser stays signed in, others do not', async () => {
		const { person, browser } = await somebody();
		const other = formSender(address, await session(person));
		const before = browser.session!;
		const changed = await change(browser, password, another);
		expect([changed.status, changed.location]).toEqual([303, '/account?done=password']);
		expect((await browser.get('/account?done=password')).note).toContain('You have a new password');
		expect(browser.session).not.toBe(before);
		expect(await heldSession(archive.database, before, clock())).toBeNull();
		expect((await other.get('/account')).status).toBe(401);
		const signsIn = async (word: string) =>
			(
				await formSender(address).post('/sign-in', [
					['person', person],
					['password', word]
				])
			).status;
		expect(await signsIn(another)).toBe(303);
		expect(await signsIn(password)).toBe(401);
	});

	test('is not changed on another word, which counts as a guess', async () => {
		const { person, browser } = await somebody();
		for (let guess = 0; guess < 5; guess++) {
			const page = await change(browser, `wrong ${guess}`, another);
			expect(page.status).toBe(403);
			expect(page.note).toBe('The old password is another one.');
			expect(page.html).not.toContain(another);
		}
		expect((await change(browser, password, another)).status).toBe(429);
		const { length } = (
			await listAudit(archive.database, { before: newestOfAll, person, limit: 100 })
		).filter(({ act }) => act === 'sign-in-refused');
		expect(length).toBe(5);
	});

	test('that is weak is refused with the reason', async () => {
		const { browser } = await somebody();
		const page = await change(browser, password, 'passwordpassword');
		expect(page.status).toBe(400);
		expect(page.note).toMatch(/too easy to guess, as [a-z ]+\.$/);
	});

	test('is set without an old one by whoever has none', async () => {
		const { browser } = await somebody([], null);
		expect((await browser.get('/account')).html).not.toContain('name="old"');
		expect((await change(browser, '', another)).status).toBe(303);
		expect((await browser.get('/account')).html).toContain('name="old"');
	});
});

describe('the holder of the archive', () => {
	test('enters by a link, makes an account, and is signed in to it as an administrator', async () => {
		const browser = formSender(address);
		const secret = await makeLink(archive.database, null, by, clock());
		expect((await browser.post(`/enter/${secret}`, [])).location).toBe('/account');
		const holder = browser.session!;
		const page = await browser.get('/account');
		expect(plainText(page.html)).toContain('Make yourself an account');
		expect(page.html).not.toContain('?/token');
		const weak = await browser.post('/account?/account', [
			['person', 'vera.rubin'],
			['password', 'vera.rubin.1']
		]);
		expect(weak.status).toBe(400);
		expect(weak.html).toContain('value="vera.rubin"');
		const made = await browser.post('/account?/account', [
			['person', 'vera.rubin'],
			['password', password]
		]);
		expect([made.status, made.location]).toEqual([303, '/account?done=account']);
		expect((await browser.get('/account?done=account')).note).toMatch(
			/The account vera\.rubin is made, and is an administrator of the archive/
		);
		expect((await browser.get('/audit')).status).toBe(200);
		expect(await heldSession(archive.database, holder, clock())).toBeNull();
	});

	test('makes no account of somebody’s name', async () => {
		const { person } = await somebody();
		const page = await formSender(address, await session(null)).post('/account?/account', [
			['person', person],
			['password', password]
		]);
		expect(page.status).toBe(409);
		expect(page.note).toContain(`${person} has an account already`);
	});

	test('makes no token, and sets no password', async () => {
		const browser = formSender(address, await session(null));
		expect((await makesToken(browser)).note).toMatch(/is no person; make yourself an account first/);
		expect((await browser.post('/account?/password', [['wished', another]])).status).toBe(400);
	});

	test('is nobody else: a person makes no administrator of themselves', async () => {
		const { browser } = await somebody();
		const fields = [
			['person', 'usurper'],
			['password', password]
		] as const;
		expect((await browser.post('/account?/account', fields)).location).toBe('/account');
		expect((await formSender(address).post('/account?/account', fields)).status).toBe(401);
		expect((await browser.get('/audit')).status).toBe(403);
	});
});

test('signing out ends this browser’s session alone, and leads to the first page', async () => {
	const { person, browser } = await somebody();
	const elsewhere = formSender(address, await session(person));
	const held = browser.session!;
	const out = await browser.post('/sign-out', []);
	expect([out.status, out.location]).toEqual([303, '/']);
	expect(browser.session).toBeNull();
	expect(await heldSession(archive.database, held, clock())).toBeNull();
	expect((await elsewhere.get('/account')).status).toBe(200);
});

test('signing out everywhere ends every session of the person, and nobody else’s', async () => {
	const [{ person, browser }, other] = [await somebody(), await somebody()];
	const elsewhere = formSender(address, await session(person));
	expect((await browser.post('/account?/everywhere', [])).location).toBe('/');
	expect(browser.session).toBeNull();
	expect((await elsewhere.get('/account')).status).toBe(401);
	expect((await other.browser.get('/account')).status).toBe(200);
});

test.each(['token', 'calendar', 'revoke', 'password', 'everywhere', 'account'])(
	'the form %s is refused from another site, and without a word of where it comes from',
	async (action) => {
		const { person, browser } = await somebody();
		const fields = Object.entries({ label: 'laptop', days: '30', old: password, wished: another });
		for (const origin of ['http://evil.test', null, 'null']) {
			const answer = await browser.post(`/account?/${action}`, fields, origin);
			expect(answer.status).toBe(403);
		}
		expect(await listTokens(archive.database, person)).toEqual([]);
		expect((await browser.get('/account')).status).toBe(200);
	}
);

test.each(['account', 'token', 'calendar', 'revoke', 'password', 'everywhere'])(
	'a body that is no form is refused by %s with a sentence',
	async (action) => {
		const { browser } = await somebody();
		const response = await fetch(`${address}/account?/${action}`, {
			method: 'POST',
			redirect: 'manual',
			headers: {
				origin: address,
				accept: 'text/html',
				cookie: `lookback_session=${browser.session}`,
				'content-type': 'multipart/form-data'
			},
			body: 'nonsense'
		});
		expect(response.status).toBe(400);
		expect(plainText(await response.text())).toContain('The body must be a form');
	}
);
