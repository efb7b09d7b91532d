import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { smallArchive } from '../support/archive.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';
import { corrected, loadCorrected } from './corrected.ts';

let address: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	const archive = await smallArchive();
	await loadCorrected(archive);
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);
beforeEach(async () => {
	page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
});
afterEach(() => page.close());

const map = () => page.getByRole('application', { name: /^Map of the sky/ });
const drawing = () => page.getByRole('img', { name: /^Map of the sky/ });
const told = () => page.locator('figure .told [aria-live]');

describe('the map of the first page', () => {
	test('is turned, zoomed and set back by keys', async () => {
		await page.goto(address);
		await map().focus();
		const hours = () => map().locator('text.ra').allTextContents();
		const before = await hours();
		await page.keyboard.press('ArrowRight');
		await expect.poll(hours).not.toEqual(before);
		await page.keyboard.press('+');
		await expect.poll(() => drawing().getAttribute('viewBox')).not.toBe('0 0 800 400');
		await page.keyboard.press('0');
		await expect.poll(() => drawing().getAttribute('viewBox')).toBe('0 0 800 400');
		expect(await hours()).toEqual(before);
	});

	test('tells of objects one after the other, and opens the one told of', async () => {
		await page.goto(`${address}/?known=2021-09-21T00:00:00Z`);
		await map().focus();
		await page.keyboard.press('n');
		const first = await told().getByRole('link').innerText();
		await page.keyboard.press('n');
		await expect.poll(() => told().getByRole('link').innerText()).not.toBe(first);
		await page.keyboard.press('p');
		await expect.poll(() => told().getByRole('link').innerText()).toBe(first);
		await page.keyboard.press('Enter');
		await page.waitForURL(`**/objects/ztf/${first}?known=2021-09-21T00:00:00Z`);
	});

	test('tells what is pointed at, and a click leads there', async () => {
		await page.goto(`${address}/?known=2021-09-20T12:00:00Z`);
		await map().focus();
		await page.keyboard.press('n');
		const ring = map().locator('.ring');
		const box = (await ring.boundingBox())!;
		const name = await told().getByRole('link').innerText();
		await page.keyboard.press('Escape');
		await expect.poll(() => ring.count()).toBe(0);
		await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		await expect.poll(() => told().getByRole('link').count()).toBe(1);
		const pointed = await told().getByRole('link').innerText();
		expect(pointed.slice(0, 5)).toBe(name.slice(0, 5));
		await page.mouse.down();
		await page.mouse.up();
		await page.waitForURL(`**/objects/ztf/${pointed}?known=2021-09-20T12:00:00Z`);
	});

	test('shows contours of events, with links, as known at the moment', async () => {
		await page.goto(`${address}/?known=2021-09-15T00:00:00Z`);
		expect(await drawing().locator('path.region').count()).toBeGreaterThan(1);
		const name = map().getByRole('link', { name: 'S210914zz' });
		expect(await name.getAttribute('href')).toBe('/events/S210914zz?known=2021-09-15T00:00:00Z');
		await page.goto(`${address}/?known=2021-09-01T00:00:00Z`);
		expect(await drawing().locator('path.region').count()).toBe(0);
	});

	test('leaves keys alone where it has not the focus', async () => {
		await page.goto(address);
		const box = page.getByLabel('Name, id, position with radius, or date');
		await box.fill('');
		await box.pressSequentially('n0+');
		expect(await box.inputValue()).toBe('n0+');
		expect(await drawing().getAttribute('viewBox')).toBe('0 0 800 400');
	});
});

test('the first page has search, news and map above the fold, and the night of a chosen site', async () => {
	await page.goto(`${address}/?known=2021-09-21T20:00:00Z`);
	for (const what of [
		page.getByLabel('Name, id, position with radius, or date'),
		page.getByRole('heading', { name: 'What became known lately' }),
		drawing()
	]) {
		const box = (await what.boundingBox())!;
		expect(box.y + box.height).toBeLessThan(800);
	}
	expect(await page.locator('main').innerText()).toContain('S210921zz was retracted');
	await page.getByLabel('Night at').selectOption('rubin');
	await page.waitForURL(/site=rubin/);
	expect(new URL(page.url()).searchParams.get('known')).toBe('2021-09-21T20:00:00Z');
	await page.goto(address);
	expect(await page.getByLabel('Night at').inputValue()).toBe('rubin');
});

test('a site chosen before the scripts of the page run is led to when they do', async () => {
	let release = () => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await held;
		await route.continue();
	});
	await page.goto(`${address}/?known=2021-09-21T20:00:00Z`, { waitUntil: 'commit' });
	await page.getByLabel('Night at').selectOption('rubin');
	expect(page.url()).not.toContain('site=');
	release();
	await page.waitForURL(/site=rubin/);
	expect(new URL(page.url()).searchParams.get('known')).toBe('2021-09-21T20:00:00Z');
});

test('without scripts the sky is drawn all the same, and links of events work', async () => {
	const quiet = await browser.newPage({ javaScriptEnabled: false });
	await quiet.goto(`${address}/?known=2021-09-15T00:00:00Z`);
	expect(
		await quiet
			.getByRole('img', { name: /^Map of the sky/ })
			.locator('path.points')
			.count()
	).toBe(1);
	await quiet.getByRole('link', { name: 'S210914zz' }).last().click();
	expect(new URL(quiet.url()).pathname).toBe('/events/S210914zz');
	await quiet.close();
});

describe('the search box', () => {
	test('leads a date to that moment', async () => {
		await page.goto(`${address}/search?q=2021-09-15`);
		expect(await page.locator('main').innerText()).toMatch(/^Read as the moment 2021-09-15 00:00:00/m);
		await page.getByRole('link', { name: 'The sky as known at that moment' }).click();
		await page.waitForURL((url) => url.searchParams.get('known') === '2021-09-15T00:00:00Z');
	});

	test('shows what it finds around a position on a map, which leads on', async () => {
		await page.goto(`${address}/search?q=ra=330.12346,+dec=7.654321+10s`);
		expect(await page.locator('main').innerText()).toContain('decimal degrees, ICRS, within 10 arcsec');
		const link = page.locator('figure svg a').first();
		expect(await link.getAttribute('aria-label')).toContain(corrected.objectId);
		expect(await link.getAttribute('href')).toBe(`/objects/ztf/${corrected.objectId}`);
	});
});

test('a list of objects is asked for in a sentence, and says how it was read', async () => {
	// what is typed before the page's scripts have run is theirs to overwrite
	await page.goto(`${address}/objects`, { waitUntil: 'networkidle' });
	await page.getByLabel('Survey', { exact: true }).fill('ztf');
	await page.getByLabel(/^Position/).fill('22:00:29.6 +07:39:15');
	await page.getByLabel(/^Radius/).fill('1 arcmin');
	await page.getByRole('button', { name: 'Find' }).click();
	await page.waitForURL(/near=/);
	const words = await page.locator('main').innerText();
	expect(words).toContain('Objects of ztf within 1 arcmin of 22:00:29.60 +07:39:15.0, nearest first');
	expect(words).toContain(corrected.objectId);
});
