import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { makeLink } from '#lib/access/people/links.server.ts';
import { setMembership } from '#lib/access/members.server.ts';
import { setPolicy } from '#lib/access/policies.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { themes } from '#lib/ui/parts/theme.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { objections } from '../support/axe.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';

const by = { name: 'test', address: null };
const clock = () => (Date.now() * 1000) as Instant;
const password = 'umbrella teapot lantern river';

let archive: SmallArchive;
let address: string;
let browser: Browser;

beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	const since = { publicFrom: null, publicAfterMonths: null, knownAt: parseInstant('2017-08-17T13:00:00Z') };
	const drafts = { name: 'lvc.drafts', owner: 'lvc', policy: 'group', title: 'Drafts' } as const;
	await setPolicy(database, { ...drafts, ...since }, 'test', clock());
	for (const [person, knownAt] of [
		['cleo', '2017-08-17T13:00:00Z'],
		['ben', '2019-01-01T00:00:00Z']
	] as const) {
		const change = { group: 'lvc', person, role: 'administrator', isMember: true } as const;
		await setMembership(database, { ...change, knownAt: parseInstant(knownAt) }, 'test', clock());
	}
	await makeAccount(database, { person: 'cleo', password }, by, clock());
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);

/** A page of a browser that somebody is signed in with. */
async function signedIn(person: string | null, options: Parameters<Browser['newContext']>[0] = {}) {
	const context = await browser.newContext(options);
	const { secret } = await openSession(archive.database, person, 'link', null, clock());
	await context.addCookies([{ name: 'lookback_session', value: secret, url: address }]);
	return { context, page: await context.newPage() };
}

const words = async (page: Page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

test.each([true, false])(
	'a one-time link leads to an account of one’s own (with scripts: %s)',
	async (javaScriptEnabled) => {
		const context = await browser.newContext({ javaScriptEnabled });
		const page = await context.newPage();
		const link = await makeLink(archive.database, null, by, clock());
		const person = `vera.${javaScriptEnabled}`;
		await page.goto(`${address}/enter/${link}`);
		await page.getByRole('button', { name: 'Sign in', exact: true }).click();
		await page.getByRole('heading', { name: 'Make yourself an account' }).waitFor();
		await page.getByLabel('Name', { exact: true }).fill(person);
		await page.getByLabel('Password').fill(password);
		await page.getByRole('button', { name: 'Make the account' }).click();
		await page.getByRole('heading', { level: 1, name: person }).waitFor();
		expect(await words(page)).toContain(`The account ${person} is made, and is an administrator`);
		await page.getByRole('button', { name: 'Sign out', exact: true }).click();
		await page.getByRole('link', { name: 'Sign in' }).click();
		await page.getByLabel('Name', { exact: true }).fill(person);
		await page.getByLabel('Password').fill(password);
		await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
		await page.getByRole('link', { name: person }).waitFor();
		await context.close();
	}
);

test('what is typed and unfolded before the page’s scripts have come stays as it is', async () => {
	const { context, page } = await signedIn('cleo');
	let letThem = () => {};
	const mayCome = new Promise<void>((resolve) => (letThem = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await mayCome;
		await route.continue();
	});
	await page.goto(`${address}/groups/lvc`, { waitUntil: 'commit' });
	await page.getByText('Add a member').click();
	await page.getByLabel('Person').fill('somebody');
	letThem();
	await page.waitForLoadState('networkidle');
	expect(await page.getByLabel('Person').inputValue()).toBe('somebody');
	expect(await page.getByLabel('Person').isVisible()).toBe(true);
	await context.close();
});

test('a token is made by keyboard, copied, and gone when the page is opened again', async () => {
	const { context, page } = await signedIn('cleo');
	await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address });
	await page.goto(`${address}/account`, { waitUntil: 'networkidle' });
	await page.getByText('Make a token').focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.type('my laptop');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'The token ‘my laptop’ is made' }).waitFor();
	await page.getByRole('button', { name: 'Copy the token' }).click();
	await page.getByText('Copied').waitFor();
	const copied = await page.evaluate<string>('navigator.clipboard.readText()');
	expect(copied).toMatch(/^lookback_[\w-]{43}$/);
	const asked = await fetch(`${address}/groups/lvc.json`, { headers: { authorization: `Bearer ${copied}` } });
	expect(asked.status).toBe(200);
	await page.goto(`${address}/account`);
	expect(await page.content()).not.toContain(copied);
	await page.getByRole('button', { name: 'Revoke ‘my laptop’' }).click();
	await page.getByText('The token is revoked').waitFor();
	const after = await fetch(`${address}/groups/lvc.json`, { headers: { authorization: `Bearer ${copied}` } });
	expect(after.status).toBe(401);
	await context.close();
});

test.each([true, false])(
	'a person is let in by an administrator’s link, and kept out by their button (with scripts: %s)',
	async (javaScriptEnabled) => {
		const person = `new.${javaScriptEnabled}`;
		const { context, page } = await signedIn(null, { javaScriptEnabled });
		const other = await browser.newContext({ javaScriptEnabled });
		const theirs = await other.newPage();
		await page.goto(`${address}/people`);
		await page.getByText('Make an account').click();
		await page.getByLabel('Name letters').fill(person);
		await page.getByRole('button', { name: 'Make the account and a one-time link' }).click();
		await page.getByRole('heading', { name: `The account ${person} is made` }).waitFor();
		await theirs.goto(await page.getByText('/enter/').innerText());
		await theirs.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
		await theirs.getByRole('heading', { level: 1, name: person }).waitFor();
		await page.goto(`${address}/people?name=${person}`);
		expect(await page.getByRole('row', { name: person }).innerText()).toContain('1 browser');
		await page.getByRole('row', { name: person }).locator('summary').click();
		await page.getByRole('button', { name: `Disable ${person}` }).click();
		await page.getByText(`${person} is kept out`).waitFor();
		expect(new URL(page.url()).searchParams.get('name')).toBe(person);
		await theirs.reload();
		await theirs.getByText('Sign in to see your account.').waitFor();
		await other.close();
		await context.close();
	}
);

test('who belonged to a group is seen as of then, and decided as of now', async () => {
	const { context, page } = await signedIn('cleo');
	await page.goto(`${address}/groups/lvc`);
	const rows = () =>
		page.getByRole('region', { name: 'Who belongs to it' }).locator('tbody tr').allInnerTexts();
	expect((await rows()).map((row) => row.split(/\s/)[0])).toEqual(['ben', 'cleo']);
	await page.getByRole('textbox', { name: 'Known at' }).fill('2018-01-01');
	await page.getByRole('button', { name: 'Look back' }).click();
	await page.getByText('You see how it was.').waitFor();
	expect((await rows()).map((row) => row.split(/\s/)[0])).toEqual(['cleo']);
	await page.getByRole('link', { name: 'Later change' }).click();
	await page.waitForURL((url) => url.searchParams.get('known') === '2019-01-01T00:00:00Z');
	await page.getByRole('link', { name: 'Go to now' }).click();
	await page.getByText('Add a member').click();
	await page.getByLabel('Person').fill('zoe');
	await page.getByRole('radio', { name: 'curator' }).check();
	await page.getByRole('button', { name: 'Add the member' }).click();
	await page.getByText('Recorded in batch').waitFor();
	await page.getByRole('button', { name: 'Remove zoe as curator' }).click();
	await page
		.getByText('zoe leaves as curator')
		.or(page.getByRole('row', { name: /zoe leaves/ }))
		.first()
		.waitFor();
	expect((await rows()).map((row) => row.split(/\s/)[0])).toEqual(['ben', 'cleo']);
	await page.getByRole('link', { name: 'added again below' }).click();
	await page.getByRole('button', { name: 'Add the member' }).click();
	await page.getByRole('button', { name: 'Remove zoe as curator' }).waitFor();
	await context.close();
});

describe.each(themes)('in the %s theme', (theme) => {
	test.each([
		['an account', 'cleo', '/account'],
		['the account of who holds the archive', null, '/account'],
		['a group to administrate', 'cleo', '/groups/lvc'],
		['a group in the past', 'cleo', '/groups/lvc?known=2018-01-01'],
		['the groups', null, '/groups'],
		['the audit log', null, '/audit'],
		['the people', null, '/people'],
		['people of whom nobody is called so', null, '/people?name=nobody']
	])('%s has nothing that axe objects to, and fits a telephone', async (_, person, path) => {
		const { context, page } = await signedIn(person, { viewport: { width: 390, height: 800 } });
		await context.addCookies([{ name: 'theme', value: theme, url: address }]);
		await page.goto(address + path);
		await unfold(page);
		expect(await objections(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
		await context.close();
	});
});

/** Opens every form that waits behind its line. */
async function unfold(page: Page): Promise<void> {
	for (const summary of await page.locator('main summary').all()) await summary.click();
}
