import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testBrowser } from '../support/browser.ts';
import { planSomething } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';
import { storyArchive } from '../support/story-archive.ts';

let address: string;
let browser: Browser;
/** Pages of the planner, of which each changed more than once. */
let pages: Record<string, string>;
const faults: string[] = [];
/** The address of a page that is gone back to is there before its data are. */
const patience = { timeout: 20_000 };
let people: [BrowserContext, BrowserContext];
let page: Page;
let other: Page;

beforeAll(async () => {
	const archive = await storyArchive();
	const planned = await planSomething(archive);
	const [asked] = await archive.database.sql<{ facility: string }[]>`select facility from block limit 1`;
	pages = {
		schedule: '/schedule',
		block: `/schedule/${planned.block}`,
		observe: '/observe?ra=37.9546&dec=89.2641',
		facility: `/facilities/${asked!.facility}`,
		campaigns: '/campaigns',
		campaign: `/campaigns/${planned.campaign}`,
		plan: `/plans/${planned.plan}`
	};
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);

beforeEach(async () => {
	faults.length = 0;
	people = [await browser.newContext(), await browser.newContext()];
	[page, other] = (await Promise.all(people.map((one) => one.newPage()))) as [Page, Page];
	for (const one of [page, other]) one.on('pageerror', (error) => faults.push(error.message));
});

afterEach(async () => {
	await Promise.all(people.map((one) => one.close()));
	expect(faults).toEqual([]);
});

const bar = (one: Page) => one.getByRole('region', { name: 'Time machine' });
const known = (one: Page) => new URL(one.url()).searchParams.get('known');
async function open(one: Page, path: string): Promise<void> {
	await one.goto(address + path);
	await bar(one).getByRole('slider').waitFor();
}
async function press(one: Page, key: string): Promise<void> {
	const before = one.url();
	await one.keyboard.press(key);
	await one.waitForURL((url) => url.href !== before);
}
/** Moments of a page from the first to the last, as its list has them. */
const moments = (one: Page) =>
	bar(one)
		.locator('ol a')
		.evaluateAll((all) =>
			all.map((link) => new URL((link as HTMLAnchorElement).href).searchParams.get('known')!)
		);

describe.each(['schedule', 'block', 'observe', 'facility', 'campaigns', 'campaign', 'plan'])(
	'the page of the planner: %s',
	(name) => {
		test('is stepped through by keys, back and forward, and each address shows the same again', async () => {
			await open(page, pages[name]!);
			const all = await moments(page);
			expect(all.length).toBeGreaterThan(1);
			const shown = async () => withoutAges(await page.locator('main').innerText());
			await press(page, ',');
			expect(known(page)).toBe(all.at(-2));
			const then = await shown();
			await press(page, '.');
			expect(known(page)).toBe(all.at(-1));
			await page.goBack();
			await page.waitForURL((url) => url.searchParams.get('known') === all.at(-2));
			await expect.poll(shown, patience).toBe(then);
			await page.reload();
			await bar(page).getByRole('slider').waitFor();
			expect(await shown()).toBe(then);
			await page.goForward();
			await page.waitForURL((url) => url.searchParams.get('known') === all.at(-1));
			await press(page, 'n');
			expect(known(page)).toBeNull();
		});

		test('plays from its first change to its last, at the speed that is chosen', async () => {
			await open(page, pages[name]!);
			const all = await moments(page);
			await bar(page)
				.getByRole('combobox', { name: /^Speed/ })
				.selectOption('fast');
			await page.locator('h1').click();
			await page.keyboard.press('p');
			await page.waitForURL((url) => url.searchParams.get('known') === all[0]);
			await page.waitForURL((url) => url.searchParams.get('known') === all.at(-1));
			await bar(page).getByRole('button', { name: 'Play' }).waitFor();
			expect(await page.getByRole('main').locator('h1').count()).toBe(1);
		});
	}
);

test('two people look at one page at two moments, and neither moves the other', async () => {
	await Promise.all([open(page, pages.campaign!), open(other, pages.campaign!)]);
	const all = await moments(page);
	const shown = (one: Page) => one.locator('main').innerText();
	await press(page, ',');
	await bar(other).getByRole('slider').press('Home');
	await other.waitForURL((url) => url.searchParams.get('known') === all[0]);
	expect(known(page)).toBe(all.at(-2));
	const [mine, theirs] = [await shown(page), await shown(other)];
	expect(theirs).not.toBe(mine);
	// where one stands shows the other the same
	await other.goto(page.url());
	await bar(other).getByRole('slider').waitFor();
	expect(withoutAges(await shown(other))).toBe(withoutAges(mine));
	await press(other, 'n');
	expect(known(page)).toBe(all.at(-2));
});

test('the ledger is stepped through batch by batch, at the moment that is looked at', async () => {
	await page.goto(`${address}/batches?known=2017-08-18`);
	const numbers = () => page.locator('main tbody tr td:first-child').allInnerTexts();
	const [newest, before] = await numbers();
	// single keys act once the program does
	await page.locator('select#speed').waitFor({ state: 'visible' });
	await press(page, ',');
	expect(new URL(page.url()).search).toBe(`?known=2017-08-18&batch=${before}`);
	await expect.poll(async () => (await numbers())[0], patience).toBe(before);
	await press(page, '.');
	await expect.poll(async () => (await numbers())[0], patience).toBe(newest);
	await page.goBack();
	await expect.poll(async () => (await numbers())[0], patience).toBe(before);
});

/** What goes on by itself while a test runs. */
function withoutAges(text: string): string {
	return text.replace(/(in )?[\d.]+ (s|min|h|d)( ago)?/g, '');
}
