import { beforeAll, describe, expect, test } from 'vitest';
import { makeAdministrator } from '#lib/access/administrators.server.ts';
import { findAccount, makeAccount } from '#lib/access/people/accounts.server.ts';
import { listAudit, type AuditEntry } from '#lib/access/people/audit.server.ts';
import { makeLink } from '#lib/access/people/links.server.ts';
import { heldSession, openSession } from '#lib/access/people/sessions.server.ts';
import { heldToken, makeToken } from '#lib/access/people/tokens.server.ts';
import { setMembership } from '#lib/access/members.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { formSender, plainText, type FormSender } from '../support/form-sender.ts';
import { startPortal } from '../support/portal.ts';

const by = { name: 'test', address: null };
const clock = () => (Date.now() * 1000) as Instant;
const password = 'umbrella teapot lantern river';

let archive: SmallArchive;
let address: string;
let eva: FormSender;

beforeAll(async () => {
	archive = await smallArchive();
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	await makeAccount(archive.database, { person: 'eva', password }, by, clock());
	await makeAdministrator(archive.database, 'eva', 'test', clock());
	eva = await browserOf('eva');
}, 300_000);

const session = async (person: string | null) =>
	(await openSession(archive.database, person, 'link', null, clock())).secret;
const browserOf = async (person: string | null) => formSender(address, await session(person));
const isIn = async (secret: string) => (await heldSession(archive.database, secret, clock())) !== null;

let people = 0;
async function somebody(): Promise<string> {
	const person = `person${++people}`;
	await makeAccount(archive.database, { person, password: null }, by, clock());
	return person;
}

let tokens = 0;
const tokenOf = (person: string) => {
	const wish = { person, label: `token ${++tokens}`, may_write: true, groups: null, expires_at: null };
	return makeToken(archive.database, wish, by, clock());
};
const act = (browser: FormSender, name: string, person: string, origin?: string | null) =>
	browser.post(`/people?/${name}`, [['person', person]], origin);
const linkIn = (html: string) => /http:\/\/[^\s<"]+\/enter\/([\w-]{43})/.exec(html)?.[1] ?? null;
const newestAbout = async (person: string): Promise<AuditEntry | undefined> =>
	(await listAudit(archive.database, { before: newestOfAll, person, limit: 1 }))[0];
/** Text of somebody's row. */
const rowOf = (html: string, person: string) =>
	[...html.matchAll(/<tr[^>]*>([^]*?)<\/tr>/g)]
		.map(([, row]) => plainText(row!))
		.find((row) => row.startsWith(person));

describe('the people', () => {
	test('are listed with their ways to sign in, groups and browsers, and kept by no cache', async () => {
		const person = await somebody();
		const member = { group: 'lvc', person, role: 'planner', isMember: true, knownAt: clock() } as const;
		await setMembership(archive.database, member, 'test', clock());
		const before = await eva.get('/people');
		expect(before.status).toBe(200);
		expect(before.headers.get('cache-control')).toBe('no-store');
		expect(rowOf(before.html, person)).toMatch(/links only lvc planner nowhere \d{4}-/);
		await session(person);
		const after = await eva.get('/people');
		expect(rowOf(after.html, person)).toMatch(/links only lvc planner 1 browser \d{4}-/);
		expect(rowOf(after.html, 'eva')).toMatch(/^eva \(you\).* password archive administrator 1 browser/);
		expect(after.html).not.toContain('argon2');
	});

	test('are shown to administrators of the archive alone, as the audit log is', async () => {
		const browsers = [formSender(address), await browserOf(await somebody())];
		for (const browser of browsers) {
			const [there, log] = [await browser.get('/people'), await browser.get('/audit')];
			expect([there.status, plainText(there.html).match(/This is for [^.]*\./)?.[0]]).toEqual([
				log.status,
				plainText(log.html).match(/This is for [^.]*\./)?.[0]
			]);
			expect(there.html).not.toContain('eva');
			expect((await browser.get('/people/__data.json')).html).not.toContain('eva');
		}
	});

	test('are led to from an administrator’s account, and from nobody else’s', async () => {
		expect((await eva.get('/account')).html).toContain('href="/people"');
		expect((await (await browserOf(await somebody())).get('/account')).html).not.toContain('href="/people"');
	});

	test('of whom none is called so are none, in a sentence', async () => {
		const page = await eva.get('/people?name=no-such-person');
		expect(plainText(page.html)).toContain('No account’s name holds ‘no-such-person’.');
		expect((await eva.get('/people?name=%00')).status).toBe(400);
		expect((await eva.get('/people?cursor=nonsense')).status).toBe(400);
	});

	test('are a hundred to a page, which says that there are more and leads to them', async () => {
		await archive.database.sql`
			insert into account (person, made_at)
			select 'zmany' || lpad(n::text, 3, '0'), ${clock()} from generate_series(1, 150) n`;
		const first = await eva.get('/people?name=zmany');
		expect(plainText(first.html)).toContain('100 accounts, and there are more.');
		const next = /href="([^"]*)" rel="next"/.exec(first.html)![1]!.replaceAll('&amp;', '&');
		const second = await eva.get(next);
		expect(rowOf(first.html, 'zmany100')).toBeTruthy();
		expect(rowOf(first.html, 'zmany101')).toBeUndefined();
		expect(rowOf(second.html, 'zmany101')).toBeTruthy();
		expect(rowOf(second.html, 'zmany150')).toBeTruthy();
		expect(second.html).not.toContain('rel="next"');
	});

	test('are as they are now, whatever the basis, and the page says so', async () => {
		const person = await somebody();
		const page = await eva.get('/people?known=2018-01-01');
		expect(page.note).toBe('Accounts are no facts of the ledger: they are shown as they are now.');
		expect(rowOf(page.html, person)).toBeTruthy();
	});
});

describe('a new account', () => {
	const add = (fields: Record<string, string>, browser = eva) =>
		browser.post('/people?/add', Object.entries({ password: '', ...fields }));

	test('comes with a link that is shown once and signs its person in once', async () => {
		const page = await add({ person: 'newcomer' });
		expect(page.status).toBe(200);
		expect(page.headers.get('cache-control')).toBe('no-store');
		expect(plainText(page.html)).toContain('The account newcomer is made');
		const secret = linkIn(page.html)!;
		expect(page.html).toContain(`${address}/enter/${secret}`);
		expect(linkIn((await eva.get('/people')).html)).toBeNull();
		const theirs = formSender(address);
		expect((await theirs.post(`/enter/${secret}`, [])).location).toBe('/account');
		expect(plainText((await theirs.get('/account')).html)).toContain('Account newcomer');
		expect((await formSender(address).post(`/enter/${secret}`, [])).status).toBe(401);
		expect((await theirs.get('/people')).status).toBe(403);
	});

	test('is noted with who made it and from where, and holds no secret', async () => {
		await add({ person: 'noted', password });
		const entries = await listAudit(archive.database, { before: newestOfAll, person: 'noted', limit: 9 });
		expect(entries.map(({ act }) => act)).toEqual(['link-made', 'account-made']);
		for (const entry of entries)
			expect(entry).toMatchObject({ actor: 'eva', address: expect.stringContaining('127.0.0.1') });
		const signsIn = await formSender(address).post('/sign-in', [
			['person', 'noted'],
			['password', password]
		]);
		expect(signsIn.status).toBe(303);
	});

	test('is an administrator’s where that is ticked', async () => {
		const secret = linkIn((await add({ person: 'deputy', administrator: 'true' })).html)!;
		const deputy = formSender(address);
		await deputy.post(`/enter/${secret}`, []);
		expect((await deputy.get('/people')).status).toBe(200);
		expect(rowOf((await eva.get('/people')).html, 'deputy')).toContain('archive administrator');
	});

	test.each([
		['whose name is taken', { person: 'eva' }, 409, /eva has an account already/],
		['whose name is an issuer’s to give', { person: 'ada@orcid.org' }, 400, /must not have an @/],
		['without a name', { person: '' }, 400, /The person's name wants/],
		['whose password is weak', { person: 'weak', password: 'passwordpassword' }, 400, /too easy to guess/]
	])('%s is refused beside the form, which keeps what was typed', async (_, fields, status, sentence) => {
		const page = await add({ ...fields, administrator: 'true' });
		expect(page.status).toBe(status);
		expect(page.note).toMatch(sentence);
		const form = /<details[^>]* open[^>]*>\s*(?:<!--.*?-->)*<summary[^>]*>Make an account[^]*?<\/form>/.exec(
			page.html
		)![0];
		expect(plainText(form)).toMatch(sentence);
		expect(form).toContain(`value="${fields.person}"`);
		expect(form).toMatch(/name="administrator"[^>]* checked/);
		expect(page.html).not.toContain('passwordpassword');
		expect(linkIn(page.html)).toBeNull();
		if (fields.person === 'weak') expect(await findAccount(archive.database, 'weak')).toBeNull();
	});

	test('of a name that is taken makes nobody an administrator', async () => {
		const person = await somebody();
		expect((await add({ person, administrator: 'true' })).status).toBe(409);
		expect((await (await browserOf(person)).get('/people')).status).toBe(403);
	});
});

describe('a person', () => {
	test('gets a new link, and the one before ends', async () => {
		const person = await somebody();
		const [first, second] = [await act(eva, 'link', person), await act(eva, 'link', person)];
		expect(plainText(second.html)).toContain(`A link for ${person}`);
		const enter = async (page: typeof first) =>
			(await formSender(address).post(`/enter/${linkIn(page.html)!}`, [])).status;
		expect(await enter(first)).toBe(401);
		expect(await enter(second)).toBe(303);
		const entries = await listAudit(archive.database, { before: newestOfAll, person, limit: 9 });
		expect(entries.filter(({ act }) => act === 'link-made')).toMatchObject([
			{ actor: 'eva' },
			{ actor: 'eva' }
		]);
	});

	test('is signed out everywhere, and nobody else is', async () => {
		const [person, other] = [await somebody(), await somebody()];
		const [one, two, others] = [await session(person), await session(person), await session(other)];
		const token = await tokenOf(person);
		const done = await act(eva, 'signOut', person);
		expect([done.status, done.location]).toEqual([303, `/people?done=signed-out&person=${person}`]);
		const page = await eva.get(done.location!);
		expect(page.note).toBe(
			`${person} is signed out everywhere: every browser must sign in again. Tokens go on.`
		);
		expect(await Promise.all([one, two, others].map(isIn))).toEqual([false, false, true]);
		await expect(heldToken(archive.database, `Bearer ${token}`, clock())).resolves.toBeTruthy();
		expect(await newestAbout(person)).toMatchObject({ act: 'sign-out-everywhere', actor: 'eva' });
	});

	test('is disabled and enabled; what ends stands beside the button, and stays ended', async () => {
		const person = await somebody();
		const held = await session(person);
		const token = await tokenOf(person);
		const link = await makeLink(archive.database, person, by, clock());
		expect(rowOf((await eva.get('/people')).html, person)).toContain(
			'Keeps them out. Ends: 1 browser, any link, 1 token for good.'
		);
		const disabled = await act(eva, 'disable', person);
		expect([disabled.status, disabled.location]).toEqual([303, `/people?done=disabled&person=${person}`]);
		const page = await eva.get(disabled.location!);
		expect(page.note).toBe(
			`${person} is kept out: every browser is signed out, and links and tokens have ended.`
		);
		expect(rowOf(page.html, person)).toMatch(new RegExp(`^${person} disabled since \\d{4}-`));
		expect(await isIn(held)).toBe(false);
		expect((await formSender(address).post(`/enter/${link}`, [])).status).toBe(401);
		expect((await act(eva, 'link', person)).note).toMatch(/no account here that is open/);
		expect((await eva.get((await act(eva, 'enable', person)).location!)).note).toBe(
			`${person} may sign in again. Links and tokens that ended stay ended.`
		);
		expect((await formSender(address).post(`/enter/${link}`, [])).status).toBe(401);
		await expect(heldToken(archive.database, `Bearer ${token}`, clock())).rejects.toThrow(/no token/);
		expect(await newestAbout(person)).toMatchObject({ act: 'account-enabled', actor: 'eva' });
	});

	test('keeps the place in the list from which it was changed', async () => {
		const person = await somebody();
		const done = await eva.post(`/people?/disable&name=${person}`, [['person', person]]);
		expect(done.location).toBe(`/people?name=${person}&done=disabled&person=${person}`);
		expect(rowOf((await eva.get(done.location!)).html, 'eva')).toBeUndefined();
	});

	test.each(['link', 'signOut', 'disable', 'enable'])(
		'who has no account is not there for %s, and nothing is noted',
		async (name) => {
			for (const person of ['nobody-at-all', '', 'a\0b', 'administrator']) {
				const page = await act(eva, name, person);
				expect(page.status).toBe(404);
				expect(page.note).toContain('must have an account here');
			}
			expect(await newestAbout('nobody-at-all')).toBeUndefined();
		}
	);
});

describe('an address that says what was done', () => {
	test('is believed only where it is so', async () => {
		const person = await somebody();
		await session(person);
		for (const query of [
			`done=disabled&person=${person}`,
			`done=signed-out&person=${person}`,
			'done=disabled&person=nobody-at-all',
			'done=enabled&person=%00',
			'done=disabled',
			`done=nonsense&person=${person}`
		])
			expect({ query, note: (await eva.get(`/people?${query}`)).note }).toEqual({ query, note: null });
	});
});

describe('administrators themselves', () => {
	test('are not disabled by themselves where nobody else could administer the archive', async () => {
		const page = await act(eva, 'disable', 'eva');
		expect(page.status).toBe(409);
		expect(page.note).toMatch(/^Nobody could administer the archive without eva/);
		expect(page.html).toMatch(/<details[^>]* open[^>]*>[^]*?Nobody could administer[^]*?Disable eva/);
		expect((await eva.get('/people')).status).toBe(200);
	});

	test('who sign themselves out, or disable themselves, are led to the first page', async () => {
		const person = 'leaving';
		await makeAccount(archive.database, { person, password }, by, clock());
		await makeAdministrator(archive.database, person, 'test', clock());
		for (const name of ['signOut', 'disable']) {
			const browser = await browserOf(person);
			const done = await act(browser, name, person);
			expect([done.status, done.location]).toEqual([303, '/']);
			expect(done.headers.get('clear-site-data')).toBe('"cache"');
			expect(browser.session).toBeNull();
		}
		expect((await findAccount(archive.database, person))?.disabled_at).not.toBeNull();
	});

	test('see where the archive’s own is signed in, and end that', async () => {
		const holder = await browserOf(null);
		expect(plainText((await eva.get('/people')).html)).toMatch(/1 browser is signed in so; last used \d{4}/);
		expect((await holder.get('/people')).status).toBe(200);
		const done = await eva.post('/people?/signOutHolder', []);
		expect(done.location).toBe('/people?done=signed-out');
		const page = await eva.get(done.location!);
		expect(page.note).toMatch(/^The archive’s own administrator is signed out everywhere/);
		expect(plainText(page.html)).toContain('Nobody is signed in so.');
		expect((await holder.get('/people')).status).toBe(401);
		const again = await browserOf(null);
		expect((await again.post('/people?/signOutHolder', [])).location).toBe('/');
		expect(again.session).toBeNull();
	});
});

const actions = ['add', 'link', 'signOut', 'signOutHolder', 'disable', 'enable'];

test.each(actions)('the form %s does nothing for who is no administrator', async (name) => {
	const [person, target] = [await somebody(), await somebody()];
	const held = await session(target);
	const holder = await session(null);
	for (const [browser, status] of [
		[formSender(address), 401],
		[await browserOf(person), 403]
	] as const) {
		const wish = name === 'add' ? 'intruder' : target;
		const page = await act(browser, name, wish);
		expect(page.status).toBe(status);
		expect(page.html).not.toContain(target);
		expect(linkIn(page.html)).toBeNull();
	}
	expect(await findAccount(archive.database, 'intruder')).toBeNull();
	expect((await findAccount(archive.database, target))?.disabled_at).toBeNull();
	expect(await Promise.all([held, holder].map(isIn))).toEqual([true, true]);
	expect(await newestAbout(person)).toMatchObject({ act: 'refused', detail: 'POST /people' });
});

test.each(actions)('the form %s is refused from another site', async (name) => {
	const person = await somebody();
	const held = await session(person);
	const holder = await session(null);
	for (const origin of ['http://evil.test', null, 'null'])
		expect((await act(eva, name, name === 'add' ? 'intruder' : person, origin)).status).toBe(403);
	expect(await findAccount(archive.database, 'intruder')).toBeNull();
	expect((await findAccount(archive.database, person))?.disabled_at).toBeNull();
	expect(await Promise.all([held, holder].map(isIn))).toEqual([true, true]);
});

test.each(actions)('a token, an administrator’s too, reads the list and does not %s', async (name) => {
	const person = await somebody();
	const held = await session(person);
	for (const token of [await tokenOf('eva'), archive.token]) {
		const headers = { authorization: `Bearer ${token}`, origin: address, accept: 'text/html' };
		const list = await (await fetch(`${address}/people`, { headers })).text();
		expect(rowOf(list, person)).toContain('links only');
		expect(list).not.toContain('?/');
		const body = new URLSearchParams({ person: name === 'add' ? 'intruder' : person });
		const answer = await fetch(`${address}/people?/${name}`, { method: 'POST', headers, body });
		expect(answer.status).toBe(401);
		expect(plainText(await answer.text())).toContain('Sign in to change accounts: a token does not.');
	}
	expect(await findAccount(archive.database, 'intruder')).toBeNull();
	expect(await isIn(held)).toBe(true);
});
