import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { smallArchive } from '../support/archive.ts';
import { testBrowser } from '../support/browser.ts';
import { invented, recordDense, recordInvented, recordSaid } from '../support/invented-object.ts';
import { startPortal } from '../support/portal.ts';
import { corrected, loadCorrected } from './corrected.ts';

let address: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
	const archive = await smallArchive();
	await loadCorrected(archive);
	await recordInvented(archive.database);
	await recordDense(archive.database, '777', 3000);
	await recordSaid(archive.database, '2022said');
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	context = await (await testBrowser()).newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
	page = await context.newPage();
}, 300_000);

const errors: string[] = [];
beforeEach(() => {
	errors.length = 0;
	page.removeAllListeners('pageerror');
	page.on('pageerror', (error) => errors.push(error.message));
	return () => expect(errors).toEqual([]);
});

const path = `/objects/${invented.survey}/${invented.objectId}`;
const open = (to: string) => page.goto(address + to);
const walker = () => page.getByRole('slider', { name: 'Points of the light curve, by time' });
const curve = () => page.getByRole('img', { name: /^(Magnitudes|Fluxes) of/ });
const text = async (selector: string) =>
	(await page.locator(selector).first().innerText()).replace(/\s+/g, ' ');
const spoken = () => walker().getAttribute('aria-valuetext');

describe('the head of an object', () => {
	test('has the names that each source gives it, in both directions', async () => {
		await open(path);
		const lede = await text('.lede');
		expect(lede).toMatch(/AT2021inv \(says tns, /);
		expect(lede).toMatch(/lsst\/9007199254740993 \(says a-broker, /);
		expect(lede).toMatch(/atlas\/ATLAS21inv \(says atlas, /);
	});

	test('copies its position in every form', async () => {
		await open(path);
		await page.getByRole('button', { name: 'Copy the position: Sexagesimal' }).click();
		await page.getByText('Copied').waitFor();
		expect(await page.evaluate('navigator.clipboard.readText()')).toBe('12:18:00.00 -12:15:00.0');
	});

	test('says how much there is of it, and when it was brightest', async () => {
		await open(path);
		expect(await text('dl.facts')).toMatch(
			/23 detections, 3 forced measurements, 3 upper limits, detected in g, r Brightest 17\.600 ± 0\.050 mag in r, 2021-10-13/
		);
	});
});

describe('a light curve', () => {
	test('switches to flux at once, and keeps that in its address', async () => {
		await open(path);
		await page.getByRole('link', { name: 'Flux', exact: true }).click();
		await page.getByRole('img', { name: /^Fluxes of/ }).waitFor();
		await page.waitForURL((url) => url.searchParams.get('y') === 'flux');
		expect(await text('figure .summary')).toContain('All fluxes are computed for display');
		await page.getByRole('link', { name: 'Magnitude', exact: true }).click();
		await page.waitForURL((url) => !url.searchParams.has('y'));
		await page.getByRole('img', { name: /^Magnitudes of/ }).waitFor();
	});

	test('is walked with the arrow keys, which tell each point', async () => {
		await open(path);
		await walker().focus();
		await page.keyboard.press('Home');
		expect(await spoken()).toMatch(/^g, upper limit; Magnitude > 20\.500 mag;/);
		for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowRight');
		expect(await spoken()).toMatch(
			/^g, detection; Magnitude 18\.000 ± 0\.050 mag;.* Since first detection 0\.000 d/
		);
		await page.keyboard.press('ArrowLeft');
		expect(await spoken()).toContain('upper limit');
		await page.keyboard.press('End');
		expect(await text('.box')).toContain('MJD 59517.2');
		await page.keyboard.press('Escape');
		expect(await page.locator('.box').count()).toBe(0);
	});

	test.each([2560, 1280])('tells the point under the pointer, %i pixels wide', async (width) => {
		await page.setViewportSize({ width, height: 900 });
		await open(path);
		await walker().waitFor();
		const marks = curve().locator('path.detection');
		const target = await marks.nth(3).boundingBox();
		await page.mouse.move(target!.x + target!.width / 2, target!.y + target!.height / 2);
		expect(await text('.box')).toMatch(/detection Magnitude 18\.\d+ ± 0\.050 mag/);
	});

	test('looks into a part that is dragged out, and shows all again', async () => {
		await open(path);
		const all = await curve().locator('g[data-mark] path:not(.bar)').count();
		const box = (await walker().boundingBox())!;
		await page.mouse.move(box.x + box.width * 0.5, box.y + 100);
		await page.mouse.down();
		await page.mouse.move(box.x + box.width * 0.7, box.y + 105, { steps: 4 });
		await page.mouse.up();
		const some = await curve().locator('g[data-mark] path:not(.bar)').count();
		expect(some).toBeGreaterThan(0);
		expect(some).toBeLessThan(all);
		await page.getByRole('button', { name: 'Reset' }).click();
		expect(await curve().locator('g[data-mark] path:not(.bar)').count()).toBe(all);
		await page.getByRole('button', { name: 'Zoom in' }).click();
		expect(await curve().locator('g[data-mark] path:not(.bar)').count()).toBeLessThan(all);
	});

	test('hides what its legend switches off, from the pointer and the keys too', async () => {
		await open(path);
		await page.getByRole('checkbox', { name: /^upper limit/ }).uncheck();
		expect(await curve().locator('[data-mark="limit"]').isVisible()).toBe(false);
		await walker().focus();
		await page.keyboard.press('Home');
		expect(await spoken()).toContain('g, detection');
	});

	test('of thousands of points is pixels, which can be walked all the same, and paths on paper', async () => {
		await open('/objects/lsst/777');
		const pixels = () =>
			page.locator('figure canvas').evaluate((one) => {
				const canvas = one as unknown as HTMLCanvasElement;
				const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
				return data.filter((byte, i) => i % 4 === 3 && byte > 0).length;
			});
		await expect.poll(pixels).toBeGreaterThan(3000);
		expect(await curve().locator('g[data-band] path').count()).toBe(0);
		const all = await pixels();
		const forced = page.getByRole('checkbox', { name: /^forced photometry/ });
		await forced.uncheck();
		await expect.poll(pixels).toBeLessThan(all);
		await forced.check();
		await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
		expect(await curve().locator('g[data-band] path').count()).toBeGreaterThan(5);
		await page.evaluate(() => dispatchEvent(new Event('afterprint')));
		await walker().focus();
		await page.keyboard.press('End');
		expect(await walker().getAttribute('aria-valuenow')).toBe('3000');
		expect(await text('figure .summary')).toContain(
			'2000 detections, 1000 forced measurements in g, r, i, z, y'
		);
	});
});

describe('a page that looks back', () => {
	const then = `${path}?known=${invented.before}`;

	test('shows what was not yet known as ghosts, which can be switched off', async () => {
		await open(then);
		const ghosts = curve().locator('[data-hindsight="unknown"]');
		expect(await ghosts.locator('path:not(.bar)').count()).toBe(5);
		expect(await text('figure .summary')).toContain(
			'Looking back: 5 not yet known, 1 revised since, 1 withdrawn since.'
		);
		await page.getByRole('checkbox', { name: 'not yet known 5' }).uncheck();
		expect(await ghosts.first().isVisible()).toBe(false);
	});

	test('tells apart what was revised and withdrawn since', async () => {
		await open(then);
		for (const fate of ['revised', 'withdrawn'])
			expect(await curve().locator(`[data-hindsight="${fate}"] path.since`).count()).toBe(1);
		expect(await text('dl.facts')).toContain('20 detections');
	});

	test('now has no ghosts', async () => {
		await open(path);
		expect(await curve().locator('[data-hindsight="unknown"]').count()).toBe(0);
		expect(await text('figure .summary')).not.toContain('Looking back');
	});
});

describe('what is said', () => {
	test('stands side by side where sources differ, and in bars where it is probabilities', async () => {
		await open(path);
		const words = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
		expect(words).toContain('2 sources differ on the class');
		expect(words).not.toContain('differ on the redshift');
		const bars = page.getByRole('region', { name: /Probabilities by a-broker\/forest/ });
		expect(await bars.getByRole('rowheader').allInnerTexts()).toEqual(['SN II', 'SN Ia', 'AGN']);
		expect(await bars.innerText()).toContain('1.4e-6');
	});

	test('is sorted by who says it, and back by property', async () => {
		await open(path);
		const table = page.getByRole('region', { name: 'Statements by property' });
		const agents = () => table.locator('tbody tr td:nth-last-child(3)').allInnerTexts();
		const given = await agents();
		const heading = table.getByRole('columnheader', { name: 'Said by' }).getByRole('button');
		await heading.click();
		expect(await agents()).toEqual(given.toSorted());
		expect(await agents()).not.toEqual(given);
		await heading.click();
		await heading.click();
		expect(await agents()).toEqual(given);
	});

	test('about an object that has nothing else is a page of its own', async () => {
		await open('/objects/tns/2022said');
		const words = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
		expect(words).toContain('No photometry to draw');
		expect(words).toContain('SN IIn');
		expect(words).toContain('No position of it is known at this basis.');
	});
});

test('the history says what became known when, and leads to the page of then', async () => {
	await open(path);
	const moment = page.getByRole('listitem').filter({ hasText: 'a ghost of a bright star' }).first();
	expect((await moment.innerText()).replace(/\s+/g, ' ')).toContain(
		'5 detections, 1 of them revised; 1 withdrawn: a ghost of a bright star'
	);
	await moment.getByRole('link').click();
	await page.waitForURL((url) => url.searchParams.get('known') === invented.later);
});

test('the images of the newest alert are drawn, and say where an image is missing', async () => {
	await open(`/objects/ztf/${corrected.objectId}`);
	const image = page.getByRole('img', { name: /^science image of alert/ });
	await image.scrollIntoViewIfNeeded();
	await expect
		.poll(() => image.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth))
		.toBe(5);
	await page.route('**/difference.png*', (route) => route.fulfill({ status: 404 }));
	await page.reload();
	await page.getByText('none', { exact: true }).waitFor();
	await page.unroute('**/difference.png*');
});

test('the request that a page shows gives the answer of the page', async () => {
	await open(`${path}?known=${invented.before}&y=flux`);
	await page.getByText('Show the request').first().click();
	const command = await page.locator('details[open] pre').first().innerText();
	const [, asked] = /'(http[^']+)'/.exec(command) ?? [];
	const answer = await page.request.get(asked!);
	expect((await answer.json()).photometry).toHaveLength(26);
	expect(asked).toContain(`basis=${invented.before}~`);
});

test('a long table is shown in parts', async () => {
	await open('/objects/lsst/777');
	await page.getByText('As a table of 3,000 rows').click();
	expect(await page.getByText('Measurements 1 to 100 of 3,000.').count()).toBe(1);
	await page.getByRole('link', { name: 'Later rows' }).click();
	await page.getByText('Measurements 101 to 200 of 3,000.').waitFor();
});

test('without JavaScript flux, ghosts and images are there all the same', async () => {
	const plain = await context.browser()!.newPage({ javaScriptEnabled: false });
	await plain.goto(`${address}${path}?known=${invented.before}`);
	await plain.getByRole('link', { name: 'Flux', exact: true }).click();
	await plain.getByRole('img', { name: /^Fluxes of/ }).waitFor();
	expect(await plain.locator('[data-hindsight="unknown"] path:not(.bar)').count()).toBe(5);
	await plain.getByRole('checkbox', { name: /^not yet known/ }).uncheck();
	expect(await plain.locator('[data-hindsight="unknown"]').first().isVisible()).toBe(false);
	await plain.close();
});
