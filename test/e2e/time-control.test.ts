import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { smallArchive } from '../support/archive.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';
import { corrected, loadCorrected } from './corrected.ts';

let address: string;
let browser: Browser;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
	const archive = await smallArchive();
	await loadCorrected(archive);
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);

beforeEach(async () => {
	faults.length = 0;
	page = await browser.newPage();
	page.on('pageerror', (error) => faults.push(error.message));
});

afterEach(async () => {
	await page.close();
	expect(faults).toEqual([]);
});

const event = '/events/S210914zz';
const object = `/objects/ztf/${corrected.objectId}`;
const bar = () => page.getByRole('region', { name: 'Time machine' });
const field = () => bar().getByRole('textbox', { name: 'Known at' });
const known = () => new URL(page.url()).searchParams.get('known');
const revisions = () => page.getByRole('region', { name: 'Revisions' }).locator('tbody tr').count();
/** Opens a page and waits until its program answers. */
async function open(path: string): Promise<void> {
	await page.goto(address + path);
	await bar().getByRole('slider').waitFor();
}
async function press(key: string): Promise<void> {
	const before = page.url();
	await page.keyboard.press(key);
	await page.waitForURL((url) => url.href !== before);
}
/** Moments of a page from the first to the last, as its list has them. */
async function moments(): Promise<string[]> {
	const hrefs = await bar()
		.locator('ol a')
		.evaluateAll((all) => all.map((link) => (link as unknown as { href: string }).href));
	return hrefs.map((href) => new URL(href).searchParams.get('known')!);
}

describe('stepping', () => {
	test('goes from change to change by keys, and each is a place to return to', async () => {
		await open(event);
		const all = await moments();
		expect(all.length).toBeGreaterThan(3);
		await press(',');
		expect(known()).toBe(all.at(-2));
		await press('[');
		expect(known()).toBe(all.at(-3));
		await press('.');
		expect(known()).toBe(all.at(-2));
		await page.goBack();
		await page.waitForURL((url) => url.searchParams.get('known') === all.at(-3));
		await press('n');
		expect(known()).toBeNull();
	});

	test('leaves scroll and focus where they are', async () => {
		await page.setViewportSize({ width: 1000, height: 500 });
		await open(object);
		await press(',');
		await bar().getByRole('link', { name: 'Earlier change' }).focus();
		await page.mouse.wheel(0, 200);
		await expect.poll(() => page.evaluate('scrollY')).toBe(200);
		await press('Enter');
		expect(await page.evaluate('scrollY')).toBe(200);
		expect(await page.evaluate('document.activeElement.textContent')).toBe('Earlier change');
	});

	test('shows the same after a reload, and to whoever is sent the address', async () => {
		await open(object);
		await press(',');
		const shown = () => page.locator('main').innerText();
		const before = await shown();
		await page.reload();
		expect(await shown()).toBe(before);
	});

	test('moves nothing of the control itself', async () => {
		await open(object);
		const boxes = () =>
			Promise.all(
				['Earlier change', 'Later change', 'Now'].map((name) =>
					bar().getByText(name, { exact: true }).boundingBox()
				)
			);
		const before = await boxes();
		await press(',');
		expect(await boxes()).toEqual(before);
		await press('n');
		expect(await boxes()).toEqual(before);
	});
});

describe('playing', () => {
	test('runs from the first change to the last and stops by itself, in one place of the history', async () => {
		await open(event);
		const all = await moments();
		const length = await page.evaluate('history.length');
		await bar()
			.getByRole('combobox', { name: /^Speed/ })
			.selectOption('fast');
		await bar().getByRole('button', { name: 'Play' }).click();
		await page.waitForURL((url) => url.searchParams.get('known') === all[0]);
		expect(await revisions()).toBe(1);
		await page.waitForURL((url) => url.searchParams.get('known') === all.at(-1));
		await bar().getByRole('button', { name: 'Play' }).waitFor();
		expect(await page.evaluate('history.length')).toBe((length as number) + 1);
		expect(await revisions()).toBe(5);
	});

	test('stops when it is told to, and goes on from there', async () => {
		await open(event);
		const all = await moments();
		await bar()
			.getByRole('combobox', { name: /^Speed/ })
			.selectOption('fast');
		await page.locator('h1').click();
		await page.keyboard.press('p');
		await page.waitForURL((url) => url.searchParams.get('known') === all[1]);
		await page.keyboard.press('p');
		const stopped = known();
		await page.waitForTimeout(700);
		expect(known()).toBe(stopped);
		await page.keyboard.press('p');
		await page.waitForURL((url) => url.searchParams.get('known') === all.at(-1));
	});
});

describe('the line of changes', () => {
	test('goes to the next change by arrow keys and to the nearest by hand', async () => {
		await open(event);
		const all = await moments();
		const line = bar().getByRole('slider');
		await line.focus();
		await press('Home');
		expect(known()).toBe(all[0]);
		await press('ArrowRight');
		expect(known()).toBe(all[1]);
		expect(await line.getAttribute('aria-valuetext')).toMatch(new RegExp(`UTC, change 2 of ${all.length}$`));
		await press('End');
		expect(known()).toBeNull();
		const box = (await line.boundingBox())!;
		await page.mouse.move(box.x + box.width - 7, box.y + box.height / 2);
		await page.mouse.down();
		await page.mouse.move(box.x + 12, box.y + box.height / 2, { steps: 4 });
		await page.mouse.up();
		await page.waitForURL((url) => url.searchParams.get('known') === all[0]);
	});
});

describe('a moment that is typed', () => {
	test.each([
		['T0+1d', '2021-09-15T'],
		['MJD 59472.5', 'MJD 59472.5']
	])('%s is gone to', async (typed, wanted) => {
		await open(event);
		await page.keyboard.press('t');
		await page.keyboard.type(typed);
		await press('Enter');
		await page.waitForURL((url) => url.searchParams.get('known')?.startsWith(wanted) ?? false);
	});

	test('stays in its field where it cannot be read, with a sentence, and the page stays', async () => {
		await open(event);
		await field().fill('the day before');
		await page.keyboard.press('Enter');
		await bar().getByRole('alert').waitFor();
		expect(await bar().getByRole('alert').innerText()).toContain("The time 'the day before' is not a time");
		expect(await field().inputValue()).toBe('the day before');
		expect(known()).toBeNull();
	});

	test('can be a moment of this archive, seen by the public', async () => {
		await open(event);
		await bar().getByText('Record and audience').click();
		await bar().getByRole('textbox', { name: 'Recorded at' }).fill('2026-05-31');
		await bar().getByRole('combobox', { name: 'Seen by' }).selectOption('public');
		await bar().getByRole('button', { name: 'Apply' }).click();
		await page.waitForURL((url) => url.searchParams.get('as_seen_by') === 'public');
		expect(new URL(page.url()).search).toBe('?as_recorded=2026-05-31&as_seen_by=public');
		expect(await bar().innerText()).toContain('as recorded by batch 0, as the public could see it then');
	});
});

describe('keys', () => {
	test('are shown by ? and hidden by Escape', async () => {
		await open(event);
		await page.keyboard.press('?');
		const dialog = page.getByRole('dialog', { name: 'Keys' });
		await dialog.waitFor();
		expect(await dialog.innerText()).toContain('Earlier change');
		await page.keyboard.press(',');
		await page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'hidden' });
		expect(known()).toBeNull();
	});

	test('are typed into a field that has the focus', async () => {
		await open(event);
		await page.keyboard.press('/');
		await page.keyboard.type('n,.?p');
		expect(await page.getByRole('search').getByRole('searchbox').inputValue()).toBe('n,.?p');
		expect(await page.getByRole('dialog').count()).toBe(0);
	});

	test('do nothing once they are turned off', async () => {
		await open(event);
		await page.keyboard.press('?');
		await page.getByRole('checkbox', { name: 'Single keys act in this browser' }).uncheck();
		await page.keyboard.press('Escape');
		await page.keyboard.press(',');
		await page.keyboard.press('?');
		await page.waitForTimeout(200);
		expect(known()).toBeNull();
		expect(await page.getByRole('dialog').count()).toBe(0);
		await page.evaluate('localStorage.clear()');
	});
});

test('without JavaScript a moment is typed, stepped to and picked from the list', async () => {
	const still = await browser.newPage({ javaScriptEnabled: false });
	const region = still.getByRole('region', { name: 'Time machine' });
	const at = () => new URL(still.url()).searchParams.get('known');
	await still.goto(address + event);
	await region.getByRole('textbox', { name: 'Known at' }).fill('T0+1d');
	await region.getByRole('button', { name: 'Look back' }).click();
	expect(at()).toMatch(/^2021-09-15T/);
	expect(new URL(still.url()).searchParams.has('as_seen_by')).toBe(false);
	await region.getByRole('link', { name: 'Earlier change' }).click();
	expect(at()).toMatch(/^2021-09-14T/);
	await region.getByText(/^Changes: \d+$/).click();
	await region.locator('ol a').first().click();
	expect(await still.getByRole('region', { name: 'Revisions' }).locator('tbody tr').count()).toBe(1);
	await region.getByRole('textbox', { name: 'Known at' }).fill('the day before');
	await region.getByRole('button', { name: 'Look back' }).click();
	expect(await region.getByRole('alert').innerText()).toContain("'the day before' is not a time");
	expect(await region.getByRole('textbox', { name: 'Known at' }).inputValue()).toBe('the day before');
	await still.goto(`${address}/keys`);
	expect(await still.locator('main').innerText()).toContain('Earlier change');
	await still.close();
});
