import type { Browser, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { themes } from '#lib/ui/parts/theme.ts';
import { objections } from '../support/axe.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';
import { storyArchive } from '../support/story-archive.ts';

let address: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	const archive = await storyArchive();
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
	page = await browser.newPage();
}, 300_000);

const errors: string[] = [];
beforeEach(() => {
	errors.length = 0;
	page.removeAllListeners('pageerror');
	page.on('pageerror', (error) => errors.push(error.message));
	return () => expect(errors).toEqual([]);
});

const bar = () => page.getByRole('region', { name: 'Time machine' });
const words = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
const known = () => new URL(page.url()).searchParams.get('known');

/** Goes to the next change with the link that stands in the bar on top. */
async function step(): Promise<string | null> {
	const before = known();
	await bar().getByRole('link', { name: 'Later change' }).click();
	await page.waitForURL((url) => url.searchParams.get('known') !== before);
	return known();
}

/** From the first page to the beginning of the first story. */
async function begin(): Promise<void> {
	await page.goto(address);
	await page.getByRole('link', { name: '17 August 2017' }).click();
	await page.getByRole('heading', { level: 1, name: '17 August 2017' }).waitFor();
}

test('a first visitor lands at 12:41 UTC, where nothing is known, and is told what comes next', async () => {
	await begin();
	expect(known()).toBe('2017-08-17T12:41:00Z');
	const told = await words();
	expect(told).toContain('Nothing of it is known yet.');
	expect(told).toContain('Next: 2017-08-17 12:41:20 UTC');
	expect(told).toContain('Of its 15 objects and events none are known');
});

test('moments count from the beginning of the story', async () => {
	await page.goto(`${address}/stories/17-august-2017?known=T0%2B1h`);
	expect(known()).toBe('2017-08-17T13:41:04.43Z');
});

test('step by step the optical source appears in the night to 18 August, and not before', async () => {
	await begin();
	const optical = /SSS17a|DLT17ck|NGC 4993|AT ?2017gfo/;
	for (let steps = 0; (known() ?? '') < '2017-08-18' && steps < 20; steps++) {
		expect(await words(), known()!).not.toMatch(optical);
		await step();
	}
	expect(known()).toBe('2017-08-18T01:05:00Z');
	expect(await words()).toMatch(/SSS17a, a possible optical counterpart in NGC 4993/);
	await page.getByRole('link', { name: 'objects/swope/SSS17a' }).click();
	await page.getByRole('heading', { level: 1, name: 'SSS17a' }).waitFor();
	expect(known()).toBe('2017-08-18T01:05:00Z');
});

test('the public then sees the burst only, until everything is published', async () => {
	await begin();
	await page.getByRole('link', { name: 'the public, then' }).click();
	await page.waitForURL((url) => url.searchParams.get('as_seen_by') === 'public');
	const moments: (string | null)[] = [];
	while (moments.length < 3) moments.push(await step());
	expect(moments).toEqual(['2017-08-17T12:41:20Z', '2017-08-17T20:00:07Z', '2017-08-18T04:12:29Z']);
	const told = await words();
	expect(told).toContain('GRB170817A');
	expect(told).not.toMatch(/G298048|GW170817|SSS17a/);
	expect(await step()).toBe('2017-10-16T14:00:00Z');
	expect(await words()).toMatch(/GW170817 is published.*LVC initial notice of G298048/);
	expect(await bar().getByRole('link', { name: 'Later change', disabled: false }).count()).toBe(0);
});

test('a neutrino becomes a blazar’s six days later, and older neutrinos are found after a year', async () => {
	await page.goto(`${address}/stories`);
	await page.getByRole('link', { name: 'A neutrino and a blazar' }).click();
	await page.getByRole('heading', { level: 1, name: 'A neutrino and a blazar' }).waitFor();
	expect(await words()).toContain('Nothing of it is known yet.');
	const blazar = /TXS ?0506\+056/;
	while ((known() ?? '') < '2017-09-28') {
		expect(await words(), known()!).not.toMatch(blazar);
		await step();
	}
	expect(known()).toBe('2017-09-28T10:10:00Z');
	expect(await words()).toContain('The blazar TXS 0506+056 is flaring');
	await step();
	expect(await words()).toContain('MAGIC detects TXS 0506+056 above 100 GeV');
	await step();
	expect(known()).toMatch(/^2018-07-1/);
	expect(await words()).toContain('Neutrinos from the same place, three years before');
	await page.getByRole('link', { name: 'events/IceCube-170922A' }).first().click();
	await page.getByRole('heading', { level: 1, name: 'IceCube-170922A' }).waitFor();
});

test('without scripts the same links lead through a retraction', async () => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const plain = await context.newPage();
	await plain.goto(`${address}/stories`);
	await plain.getByRole('link', { name: 'Fourteen minutes of S190405ar' }).click();
	await plain.getByRole('link', { name: /^Next: / }).click();
	const text = async () => (await plain.locator('main').innerText()).replace(/\s+/g, ' ');
	expect(await text()).toContain('The candidate stands');
	expect(await text()).not.toContain('retracted');
	await plain.getByRole('link', { name: /^Next: / }).click();
	expect(await text()).toContain('S190405ar is retracted');
	await context.close();
});

describe.each(themes)('in the %s theme', (theme) => {
	test.each([
		['the stories', '/stories'],
		['the beginning of a story', '/stories/17-august-2017?known=2017-08-17T12:41:00Z'],
		['a story as the public saw it', '/stories/17-august-2017?known=2017-08-18&as_seen_by=public'],
		['a story to its end', '/stories/17-august-2017'],
		['a story that does not exist', '/stories/nothing']
	])('%s has nothing that axe objects to, and fits a telephone', async (_, path) => {
		const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
		await context.addCookies([{ name: 'theme', value: theme, url: address }]);
		const narrow = await context.newPage();
		await narrow.goto(address + path);
		expect(await objections(narrow)).toEqual([]);
		expect(await narrow.evaluate('document.documentElement.scrollWidth')).toBe(390);
		await context.close();
	});
});
