import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeAccount, setDisabled } from '#lib/access/people/accounts.server.ts';
import { listAudit } from '#lib/access/people/audit.server.ts';
import { setMembership } from '#lib/access/members.server.ts';
import { secretDigest } from '#lib/access/people/secrets.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { viewerOf } from '#lib/access/viewer.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { Instant } from '#lib/sky/time.ts';
import { themes } from '#lib/ui/parts/theme.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { objections } from '../support/axe.ts';
import { testBrowser } from '../support/browser.ts';
import { testFolder } from '../support/folder.ts';
import { client, testIssuer, type TestIssuer } from '../support/issuer.ts';
import { startPortal, type RunningPortal } from '../support/portal.ts';
import { visitor, type Visitor } from '../support/visitor.ts';

const by = { name: 'test', address: null };
const now = () => (Date.now() * 1000) as Instant;

let archive: SmallArchive;
let portal: RunningPortal;
let orcid: TestIssuer;
let other: TestIssuer;

beforeAll(async () => {
	archive = await smallArchive();
	[orcid, other] = await Promise.all([
		testIssuer('127.0.0.1'),
		testIssuer('localhost', 'client_secret_basic')
	]);
	const folder = testFolder();
	writeFileSync(join(folder, 'secret'), `${client.secret}\n`);
	const common = { client_id: client.id, client_secret_file: 'secret' };
	const listed = [
		{ name: 'ORCID', issuer: orcid.address, ...common },
		{ name: 'An Institute', issuer: other.address, ...common }
	];
	writeFileSync(join(folder, 'issuers.json'), JSON.stringify(listed));
	portal = await startPortal({
		DATABASE_URL: archive.url,
		LOOKBACK_DATA: archive.dataDir,
		LOOKBACK_ISSUERS: join(folder, 'issuers.json')
	});
	orcid.admit(`${portal.address}/sign-in/orcid/callback`);
}, 300_000);

let subjects = 0;
let subject: string;
let name: string;
beforeEach(() => {
	subject = `0000-0002-1825-${String(++subjects).padStart(4, '0')}`;
	orcid.subject = other.subject = subject;
	name = `${subject}@127.0.0.1`;
});

const at = (path: string) => portal.address + path;
const callback = () => at('/sign-in/orcid/callback');
/** Walks to the issuer and back, up to the callback, which is not asked for. */
const toCallback = (who: Visitor, path = '/sign-in/orcid', headers?: Record<string, string>) =>
	who.walk(at(path), { until: callback(), headers });
const fromHere = { 'sec-fetch-site': 'same-origin' };

/** Whose name stands at the top of the pages; null: nobody is signed in. */
async function reader(who: Visitor): Promise<string | null> {
	const page = await (await who.get(at('/sign-in'))).text();
	return /<a [^>]*href="\/account"[^>]*>([^<]+)<\/a>/.exec(page)?.[1] ?? null;
}

/** With whose rights their browser reads. */
function viewerBehind(who: Visitor): Promise<Viewer> {
	const session = who.cookies(portal.address).get('lookback_session') ?? null;
	return viewerOf(archive.database, { authorization: null, session }, now());
}

async function audited(): Promise<string[]> {
	const entries = await listAudit(archive.database, { before: 1_000_000n, person: null, limit: 3 });
	return entries.map(({ act, person, detail }) => `${act} ${person}: ${detail}`);
}

async function refusedWith(answer: URL, code: string, sentence: RegExp): Promise<void> {
	expect(answer.pathname + answer.search).toBe(`/sign-in?refused=${code}`);
	const page = await (await fetch(answer)).text();
	expect(/role="alert"[^>]*>(?:<!--.*?-->)*([^<]*)</.exec(page)?.[1]).toMatch(sentence);
}

/** A visitor who is signed in to an account of their own. */
async function signedIn(person: string): Promise<Visitor> {
	await makeAccount(archive.database, { person, password: null }, by, now());
	const who = visitor();
	const { secret } = await openSession(archive.database, person, 'link', '127.0.0.1', now());
	who.cookies(portal.address).set('lookback_session', secret);
	return who;
}

describe('signing in', () => {
	test('makes an account with no rights at first, and comes back to where the reader was', async () => {
		const who = visitor();
		const end = await who.walk(at('/sign-in/orcid?back=/events%3Flimit=3'));
		expect(end.href).toBe(at('/events?limit=3'));
		expect(await reader(who)).toBe(name);
		expect(await audited()).toEqual([
			`sign-in ${name}: issuer ORCID`,
			`account-made ${name}: issuer ORCID`,
			expect.anything()
		]);
		expect((await viewerBehind(who)).roles.size).toBe(0);
	});

	test('a second time, from another browser, is the same person', async () => {
		const [first, second] = [visitor(), visitor()];
		await first.walk(at('/sign-in/orcid'));
		await second.walk(at('/sign-in/orcid'));
		expect([await reader(first), await reader(second)]).toEqual([name, name]);
		expect((await audited())[1]).toBe(`sign-in ${name}: issuer ORCID`);
	});

	test('through another issuer, down at first, which wants the secret in its header, is another person', async () => {
		const who = visitor();
		const early = await who.walk(at('/sign-in/an-institute'));
		await refusedWith(early, 'issuer-unreachable', /does not answer at the moment/);
		other.admit(at('/sign-in/an-institute/callback'));
		await who.walk(at('/sign-in/an-institute'));
		expect(await reader(who)).toBe(`${subject}@localhost`);
	});

	test('gives the rights of a group that the name was put into before', async () => {
		const change = { group: 'lvc', person: name, role: 'reader', isMember: true, knownAt: now() } as const;
		await setMembership(archive.database, change, 'test', now());
		const who = visitor();
		await who.walk(at('/sign-in/orcid'));
		expect([...(await viewerBehind(who)).roles.keys()]).toEqual(['lvc']);
	});

	test('leads nobody to another site', async () => {
		const end = await visitor().walk(at('/sign-in/orcid?back=https://elsewhere.example/'));
		expect(end.href).toBe(at('/'));
	});

	test('keeps nothing that the issuer gave', async () => {
		const who = visitor();
		await who.walk(at('/sign-in/orcid'));
		expect([...who.cookies(portal.address).keys()]).toEqual(['lookback_session']);
	});

	test('works in a real browser, from the page to the page', async () => {
		const page = await (await testBrowser()).newPage();
		const complaints: string[] = [];
		page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
		await page.goto(at('/sign-in?back=/events'));
		await page.getByRole('link', { name: 'Sign in with ORCID' }).click();
		await page.waitForURL(at('/events'));
		expect(await page.getByRole('link', { name }).count()).toBe(1);
		expect(complaints).toEqual([]);
		await page.close();
	});
});

test('over https the sign-in under way is kept for this very host, from scripts, and for ten minutes', async () => {
	const begun = await fetch(at('/sign-in/orcid'), {
		redirect: 'manual',
		headers: { 'x-forwarded-proto': 'https' }
	});
	const [cookie] = begun.headers.getSetCookie();
	expect(cookie).toMatch(/^__Host-lookback_flow=/);
	for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
		expect(cookie).toContain(attribute);
	const asked = new URL(begun.headers.get('location')!).searchParams;
	expect(asked.get('redirect_uri')).toMatch(/^https:.*\/sign-in\/orcid\/callback$/);
	expect(asked.get('scope')).toBe('openid');
});

describe('is refused', () => {
	test('to a disabled account', async () => {
		await visitor().walk(at('/sign-in/orcid'));
		await setDisabled(archive.database, name, true, by, now());
		const who = visitor();
		await refusedWith(await who.walk(at('/sign-in/orcid')), 'account-disabled', /is disabled/);
		expect(await reader(who)).toBeNull();
		expect((await audited())[0]).toBe(`sign-in-refused ${name}: issuer ORCID: account-disabled`);
	});

	test('where the issuer signs nobody in', async () => {
		orcid.subject = null;
		await refusedWith(await visitor().walk(at('/sign-in/orcid')), 'issuer-refused', /did not confirm/);
		expect((await audited())[0]).toBe('sign-in-refused null: issuer ORCID: issuer-refused (access_denied)');
	});

	test('with another state, and the sign-in under way is used up', async () => {
		const who = visitor();
		const answer = await toCallback(who);
		const wrong = new URL(answer);
		wrong.searchParams.set('state', 'another');
		await refusedWith(await who.walk(wrong), 'no-flow', /begin again/);
		await refusedWith(await who.walk(answer), 'no-flow', /begin again/);
		expect(await reader(who)).toBeNull();
	});

	test('when the answer is replayed, with its cookie or without', async () => {
		const who = visitor();
		const answer = await toCallback(who);
		const cookies = new Map(who.cookies(portal.address));
		expect((await who.walk(answer)).href).toBe(at('/'));
		await refusedWith(await who.walk(answer), 'no-flow', /begin again/);
		const thief = visitor();
		for (const [key, value] of cookies) thief.cookies(portal.address).set(key, value);
		await refusedWith(await thief.walk(answer), 'issuer-refused', /did not confirm/);
		expect(await reader(thief)).toBeNull();
	});

	test('in a browser that began no sign-in', async () => {
		const answer = await toCallback(visitor());
		const another = visitor();
		await refusedWith(await another.walk(answer), 'no-flow', /no sign-in under way/);
		expect(await reader(another)).toBeNull();
	});

	test('more than ten minutes after it began', async () => {
		const who = visitor();
		const answer = await toCallback(who);
		const flow = readFlow(who);
		expect(flow.endsAt - now()).toBeGreaterThan(9 * 60e6);
		expect(flow.endsAt - now()).toBeLessThanOrEqual(10 * 60e6);
		writeFlow(who, { ...flow, endsAt: now() - 1 });
		await refusedWith(await who.walk(answer), 'flow-ended', /more than ten minutes/);
		expect(await reader(who)).toBeNull();
	});

	test('when the identity is vouched for with another nonce', async () => {
		const who = visitor();
		const start = await who.get(at('/sign-in/orcid'));
		const atIssuer = new URL(start.headers.get('location')!);
		expect(atIssuer.searchParams.get('code_challenge_method')).toBe('S256');
		atIssuer.searchParams.set('nonce', 'of-another-browser');
		const answer = await who.walk(atIssuer, { until: callback() });
		await refusedWith(await who.walk(answer), 'issuer-refused', /did not confirm/);
		expect(await reader(who)).toBeNull();
	});

	test('with another verifier than the code was asked for with', async () => {
		const who = visitor();
		const answer = await toCallback(who);
		writeFlow(who, { ...readFlow(who), verifier: 'v'.repeat(43) });
		await refusedWith(await who.walk(answer), 'issuer-refused', /did not confirm/);
		expect((await audited())[0]).toContain('(invalid_grant)');
	});

	test('when the answer says it is of another issuer', async () => {
		const who = visitor();
		const answer = await toCallback(who);
		expect(answer.searchParams.get('iss')).toBe(orcid.address);
		answer.searchParams.set('iss', other.address);
		await refusedWith(await who.walk(answer), 'issuer-refused', /did not confirm/);
	});

	test('when the answer comes to the address of another issuer', async () => {
		const who = visitor();
		const answer = await toCallback(who);
		const elsewhere = at(`/sign-in/an-institute/callback${answer.search}`);
		await refusedWith(await who.walk(elsewhere), 'no-flow', /begin again/);
	});

	test('while the issuer is down, though the reader comes back from it, and not after', async () => {
		const who = visitor();
		const answer = await toCallback(who);
		orcid.sleep();
		await refusedWith(await who.walk(answer), 'issuer-unreachable', /does not answer at the moment/);
		orcid.wake();
		await who.walk(at('/sign-in/orcid'));
		expect(await reader(who)).toBe(name);
	});

	test('by an issuer that is not on the list, and asks nobody', async () => {
		await refusedWith(await visitor().walk(at('/sign-in/elsewhere')), 'unknown-issuer', /Nobody signs in/);
		await refusedWith(
			await visitor().walk(at('/sign-in/constructor/callback?code=1&state=2')),
			'unknown-issuer',
			/Nobody signs in/
		);
	});

	test('in words of this portal alone, whatever an address says', async () => {
		const page = await (await fetch(at('/sign-in?refused=Send%20your%20password%20to%20us'))).text();
		expect(page).toContain('Something went wrong here');
		expect(/role="alert"[^>]*>(?:<!--.*?-->)*([^<]*)</.exec(page)?.[1]).not.toContain('password');
	});
});

describe('linking', () => {
	test('lets the identity sign in to the account from then on', async () => {
		const ada = await signedIn('ada');
		const end = await ada.walk(at('/sign-in/orcid?link=1'), { headers: fromHere });
		expect(end.href).toBe(at('/account'));
		expect((await audited())[0]).toBe(`identity-linked ada: issuer ORCID: ${name}`);
		const later = visitor();
		await later.walk(at('/sign-in/orcid'));
		expect(await reader(later)).toBe('ada');
	});

	test('works in a real browser, by a link on a page of the portal', async () => {
		await makeAccount(archive.database, { person: 'fay', password: null }, by, now());
		const { secret } = await openSession(archive.database, 'fay', 'link', '127.0.0.1', now());
		const context = await (await testBrowser()).newContext();
		await context.addCookies([{ name: 'lookback_session', value: secret, url: portal.address }]);
		const page = await context.newPage();
		await page.goto(at('/sources'));
		await page.evaluate(() => location.assign('/sign-in/orcid?link=1&back=/events'));
		await page.waitForURL(at('/events'));
		await context.close();
		const later = visitor();
		await later.walk(at('/sign-in/orcid'));
		expect(await reader(later)).toBe('fay');
	});

	test('takes no identity that signs in to another account', async () => {
		await visitor().walk(at('/sign-in/orcid'));
		const ben = await signedIn('ben');
		const end = await ben.walk(at('/sign-in/orcid?link=1'), { headers: fromHere });
		await refusedWith(end, 'identity-taken', /signs in to an account already/);
		const later = visitor();
		await later.walk(at('/sign-in/orcid'));
		expect(await reader(later)).toBe(name);
	});

	test('wants somebody who is signed in, and who is a person', async () => {
		const refused = await visitor().walk(at('/sign-in/orcid?link=1'), { headers: fromHere });
		await refusedWith(refused, 'link-wants-session', /sign in first/);
		const administrator = visitor();
		const { secret } = await openSession(archive.database, null, 'link', '127.0.0.1', now());
		administrator.cookies(portal.address).set('lookback_session', secret);
		const again = await administrator.walk(at('/sign-in/orcid?link=1'), { headers: fromHere });
		await refusedWith(again, 'link-wants-session', /sign in first/);
	});

	test('begins on a page of the portal, not by a link from elsewhere', async () => {
		const cleo = await signedIn('cleo');
		for (const headers of [
			{},
			{ 'sec-fetch-site': 'cross-site' },
			{ 'sec-fetch-site': 'none' },
			{ 'sec-fetch-site': 'cross-site', referer: at('/account') },
			{ referer: 'http://elsewhere.example/account' }
		] as Record<string, string>[]) {
			const end = await cleo.walk(at('/sign-in/orcid?link=1'), { headers });
			await refusedWith(end, 'link-from-elsewhere', /begins on a page of this portal/);
		}
		const end = await cleo.walk(at('/sign-in/orcid?link=1'), { headers: { referer: at('/account') } });
		expect(end.href).toBe(at('/account'));
	});

	test('ends in the session in which it began', async () => {
		const dora = await signedIn('dora');
		const answer = await toCallback(dora, '/sign-in/orcid?link=1', fromHere);
		const { secret } = await openSession(archive.database, 'ada', 'link', '127.0.0.1', now());
		dora.cookies(portal.address).set('lookback_session', secret);
		await refusedWith(await dora.walk(answer), 'link-wants-session', /from beginning to end/);
		const [linked] = await archive.database.sql`select from identity where subject = ${subject}`;
		expect(linked).toBeUndefined();
	});

	test('never signs in, when its session has ended meanwhile', async () => {
		const emil = await signedIn('emil');
		const answer = await toCallback(emil, '/sign-in/orcid?link=1', fromHere);
		const secret = emil.cookies(portal.address).get('lookback_session')!;
		await archive.database.sql`delete from session where sha256 = ${secretDigest(secret)}`;
		await refusedWith(await emil.walk(answer), 'link-wants-session', /from beginning to end/);
		expect(await reader(emil)).toBeNull();
	});
});

test.each(themes)('in the %s theme the page has nothing that axe objects to', async (theme) => {
	const context = await (await testBrowser()).newContext();
	await context.addCookies([{ name: 'theme', value: theme, url: portal.address }]);
	const page = await context.newPage();
	await page.goto(at('/sign-in?refused=no-flow'));
	expect(await objections(page)).toEqual([]);
	await context.close();
});

test('after thirty refusals in a quarter of an hour the issuer is asked no more', async () => {
	const who = visitor();
	for (let refusals = 0; refusals < 30; refusals++) {
		await who.get(at('/sign-in/orcid'));
		await who.get(`${callback()}?code=1&state=wrong`);
	}
	const answer = await toCallback(who);
	const before = orcid.requests.length;
	await refusedWith(await who.walk(answer), 'too-many-attempts', /try again in 15 minutes/);
	expect(orcid.requests.length).toBe(before);
});

interface WrittenFlow {
	readonly endsAt: number;
	readonly verifier: string;
}

function readFlow(who: Visitor): WrittenFlow {
	const text = who.cookies(portal.address).get('lookback_flow')!;
	return JSON.parse(Buffer.from(text, 'base64url').toString());
}

function writeFlow(who: Visitor, flow: WrittenFlow): void {
	who.cookies(portal.address).set('lookback_flow', Buffer.from(JSON.stringify(flow)).toString('base64url'));
}
