import { decode } from 'fast-png';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { smallArchive } from '../support/archive.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';
import { corrected, loadCorrected } from './corrected.ts';

let address: string;
let browser: Browser;

beforeAll(async () => {
	const archive = await smallArchive();
	await loadCorrected(archive);
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);

test('a page that is half on its way shows nothing yet that the rest of it will move', async () => {
	const page = await browser.newPage();
	await page.route(`${address}/keys`, async (route) => {
		const response = await route.fetch();
		const html = await response.text();
		await route.fulfill({ response, body: html.slice(0, html.indexOf('<form class="theme')) });
	});
	await page.goto(`${address}/keys`);
	expect(await page.getByRole('link', { name: 'Objects' }).isVisible()).toBe(true);
	expect(await page.getByRole('searchbox').isVisible()).toBe(false);
	expect(await page.locator('header').getByText('Sign in').isVisible()).toBe(false);
	await page.unroute(`${address}/keys`);
	await page.goto(`${address}/keys`);
	expect(await page.getByRole('searchbox').isVisible()).toBe(true);
	expect(await page.locator('header').getByText('Sign in').isVisible()).toBe(true);
	await page.close();
});

describe('a theme', () => {
	test('is kept in a cookie and stands in the page as the server sends it', async () => {
		const page = await browser.newPage();
		await page.goto(`${address}/events?kind=gw`);
		await page.getByRole('button', { name: 'night' }).click();
		await page.waitForURL(`${address}/events?kind=gw`);
		const html = await (await page.request.get(`${address}/`)).text();
		expect(html.slice(0, 100)).toContain('<html lang="en" data-theme="night">');
		const background = await page
			.locator('html')
			.evaluate((root) => root.ownerDocument.defaultView!.getComputedStyle(root).backgroundColor);
		expect(background).toBe('rgb(0, 0, 0)');
		await page.close();
	});

	test.each(['dark', 'night'])(
		'that is %s shows no white while its styles are on their way',
		async (theme) => {
			const context = await browser.newContext({ viewport: { width: 40, height: 40 } });
			await context.addCookies([{ name: 'theme', value: theme, url: address }]);
			const page = await context.newPage();
			await page.route('**/*.css', (route) => route.abort());
			await page.goto(`${address}/keys`);
			await page.evaluate('document.body.replaceChildren()');
			const { data } = decode(await page.screenshot());
			expect(Math.max(...data.subarray(0, 3))).toBeLessThan(50);
			await context.close();
		}
	);

	test('of the night is for screens alone: paper stays white', async () => {
		const context = await browser.newContext();
		await context.addCookies([{ name: 'theme', value: 'night', url: address }]);
		const page = await context.newPage();
		await page.goto(`${address}/events/S210914zz`);
		await page.emulateMedia({ media: 'print' });
		const colours = await page.locator('html').evaluate((root) => {
			const { backgroundColor, color } = root.ownerDocument.defaultView!.getComputedStyle(root);
			return [backgroundColor, color];
		});
		expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
		expect(await page.getByText(/^As known at .*, basis .*~\d+\.$/).isVisible()).toBe(true);
		await context.close();
	});

	test('cannot lead a reader away, nor be anything else', async () => {
		const page = await browser.newPage();
		const post = (form: Record<string, string>) =>
			page.request.post(`${address}/theme`, { form, headers: { origin: address }, maxRedirects: 0 });
		for (const back of ['http://example.org/', '//example.org/', '/\\example.org', 'javascript:alert(1)'])
			expect((await post({ theme: 'dark', back })).headers().location, back).toBe('/');
		const refused = await post({ theme: 'pink', back: '/' });
		expect(refused.status()).toBe(400);
		expect(await refused.text()).toContain('theme must be one of light, dark, night; got pink.');
		await page.close();
	});
});

test('without JavaScript the main job can be done all the same', async () => {
	const page = await browser.newPage({ javaScriptEnabled: false });
	await page.goto(address);
	await page.getByRole('search').getByLabel('Search by name').fill(corrected.objectId);
	await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
	await page.getByRole('link', { name: `objects/ztf/${corrected.objectId}` }).click();
	const row = page.getByRole('row', { name: new RegExp(corrected.alertId) });
	expect(await row.innerText()).toContain(corrected.newMag);
	await page.getByRole('textbox', { name: 'Known at' }).fill(corrected.before);
	await page.getByRole('button', { name: 'Look back' }).click();
	expect(await row.innerText()).toContain(corrected.oldMag);
	expect(await page.getByRole('img', { name: /^Magnitudes/ }).count()).toBe(1);
	await page.close();
});

test('says that the next page is on its way, where that takes a while', async () => {
	const page = await browser.newPage();
	await page.goto(`${address}/events`, { waitUntil: 'networkidle' });
	let letIt = () => {};
	const mayCome = new Promise<void>((resolve) => (letIt = resolve));
	await page.route('**/__data.json*', async (route) => {
		await mayCome;
		await route.continue();
	});
	const status = page.getByRole('status').filter({ hasText: 'Loading' });
	await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Ledger' }).click();
	await status.waitFor();
	letIt();
	await page.getByRole('heading', { level: 1, name: 'Ledger' }).waitFor();
	expect(await status.count()).toBe(0);
	await page.close();
});

test('no page of a phone scrolls sideways', async () => {
	const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
	const paths = [
		'/',
		'/search?q=330+7.5+2d',
		'/search?q=nothing-of-this-name',
		'/sky',
		'/objects',
		'/objects?near=330.1+7.6&within=2d',
		`/objects/ztf/${corrected.objectId}?known=${corrected.before}`,
		`/alerts/ztf/${corrected.alertId}`,
		`/history/objects/ztf/${corrected.objectId}`,
		'/events',
		'/events/S210914zz',
		'/notices/ivo:%2F%2Fgwnet%2FLVC%23S210921zz-2-Retraction',
		'/diff?subject=events/S210921zz&from=2021-09-21T17:20:00Z',
		'/diff?ra=330.12&dec=7.65&radius_arcsec=3600&from=2021-09-01',
		'/sources',
		'/batches',
		'/batches/1',
		'/objects/ztf/nothing'
	];
	for (const path of paths) {
		await page.goto(address + path);
		const beyond = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
		expect(beyond, path).toBeLessThanOrEqual(0);
	}
	await page.close();
});

test('what has the focus of the keyboard is seen to have it', async () => {
	const page = await browser.newPage();
	await page.goto(`${address}/events/S210914zz`);
	for (let stop = 0; stop < 30; stop++) {
		await page.keyboard.press('Tab');
		const outline = await page
			.locator(':focus')
			.evaluateAll((focused) =>
				focused.map((one) => one.ownerDocument.defaultView!.getComputedStyle(one).outlineStyle)
			);
		expect(outline, `stop ${stop}`).toEqual(['solid']);
	}
	await page.close();
});

test.each([
	['/objects', 'main input'],
	['/events', 'main input:not([type=checkbox])'],
	['/search', 'main input[type=search]'],
	['/diff', 'main input'],
	['/events/S210914zz', '[name=known]']
])('what is typed on %s before the page’s scripts have come stays', async (path, fields) => {
	const page = await browser.newPage();
	let letThem = () => {};
	const mayCome = new Promise<void>((resolve) => (letThem = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await mayCome;
		await route.continue();
	});
	await page.goto(address + path, { waitUntil: 'commit' });
	const field = page.locator(fields).first();
	await field.fill('typed early');
	letThem();
	await page.waitForLoadState('networkidle');
	expect(await field.inputValue()).toBe('typed early');
	await page.close();
});
