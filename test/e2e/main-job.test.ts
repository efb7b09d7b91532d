import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { smallArchive } from '../support/archive.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';
import { corrected, loadCorrected } from './corrected.ts';

let address: string;
let page: Page;

beforeAll(async () => {
	const archive = await smallArchive();
	await loadCorrected(archive);
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	page = await (await testBrowser()).newPage();
}, 300_000);

const errors: string[] = [];
beforeEach(() => {
	errors.length = 0;
	page.removeAllListeners('pageerror');
	page.on('pageerror', (error) => errors.push(error.message));
	return () => expect(errors).toEqual([]);
});

const open = (path: string) => page.goto(address + path);
const bar = () => page.getByRole('region', { name: 'Time machine' });
const words = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

async function lookBack(known: string): Promise<void> {
	await bar().getByRole('textbox', { name: 'Known at' }).fill(known);
	await bar().getByRole('button', { name: 'Look back' }).click();
	await page.waitForURL((url) => url.searchParams.has('known'));
}

describe('an object', () => {
	test('is found by its name from the first page, and shows its light curve', async () => {
		await open('/');
		await page.getByRole('search').getByLabel('Search by name').fill(corrected.objectId);
		await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
		await page.getByRole('link', { name: `objects/ztf/${corrected.objectId}` }).click();
		await page.getByRole('heading', { level: 1, name: corrected.objectId, exact: true }).waitFor();
		const curve = page.getByRole('img', { name: /^Magnitudes/ });
		expect(await curve.locator('path.detection, path.fainter').count()).toBeGreaterThan(0);
		expect(await words()).toMatch(/\d+ detections?.* brightest \d+\.\d+ mag/);
	});

	test('shows the old value as known before a correction, and the new one after it', async () => {
		await open(`/objects/ztf/${corrected.objectId}`);
		const row = page.getByRole('row', { name: new RegExp(corrected.alertId) });
		expect(await row.innerText()).toContain(corrected.newMag);
		expect(await bar().innerText()).toContain('You see the sky as known now.');
		await lookBack(corrected.before);
		expect(await row.innerText()).toContain(corrected.oldMag);
		expect(await bar().innerText()).toMatch(/You see the sky as known at .* UTC; later knowledge is hidden/);
	});

	test('leads from one change to the next and back to now', async () => {
		await open(`/objects/ztf/${corrected.objectId}?known=${corrected.before}`);
		await bar().getByRole('link', { name: 'Later change' }).click();
		await page.waitForURL((url) => url.searchParams.get('known') === corrected.correctedAt);
		await bar().getByRole('link', { name: 'Earlier change' }).click();
		await page.waitForURL((url) => (url.searchParams.get('known') ?? '') < corrected.correctedAt);
		await bar().getByRole('link', { name: 'Now' }).click();
		await page.waitForURL((url) => !url.searchParams.has('known'));
	});

	test('keeps the basis in every link of its page', async () => {
		await open(`/objects/ztf/${corrected.objectId}?known=${corrected.before}`);
		const links = await page
			.locator('main a[href^="/"], header a[href^="/"]')
			.evaluateAll((all) => all.map((link) => (link as unknown as { href: string }).href));
		const lost = links
			.map((link) => new URL(link))
			.filter(({ searchParams }) => !['known', 'basis', 'to'].some((name) => searchParams.has(name)))
			// the sign-in leads back to where it was asked for
			.filter(({ searchParams }) => !searchParams.get('back')?.includes('known='));
		expect(links.length).toBeGreaterThan(20);
		expect(lost.map(String)).toEqual([]);
	});

	test('says what its last correction changed', async () => {
		const query = new URLSearchParams({
			from: corrected.before,
			to: corrected.correctedAt,
			subject: `objects/ztf/${corrected.objectId}`
		});
		await open(`/diff?${query}`);
		const revised = page
			.getByRole('region', { name: 'Changed alerts' })
			.locator('tr', { hasText: 'revised' });
		const old = Number(await revised.locator('td', { hasText: corrected.newMag }).locator('del').innerText());
		expect(old.toFixed(3)).toBe(corrected.oldMag);
	});

	test('is not found as known before its first alert, and the page says why', async () => {
		const answer = await open(`/objects/ztf/${corrected.objectId}?known=2020-01-01`);
		expect(answer?.status()).toBe(404);
		expect(await words()).toContain(`No object ztf/${corrected.objectId} is known at 2020-01-01`);
	});
});

describe('an alert', () => {
	test('gives the packet it came in and its images', async () => {
		await open(`/alerts/ztf/${corrected.alertId}`);
		for (const name of ['The packet as it came', 'FITS of the science image']) {
			const href = await page.getByRole('link', { name }).getAttribute('href');
			const answer = await page.request.get(address + href);
			expect(answer.status(), name).toBe(200);
			expect((await answer.body()).length).toBeGreaterThan(100);
		}
	});
});

describe('an event', () => {
	test('that was retracted says so first, and not as known before its retraction', async () => {
		await open('/events/S210921zz');
		expect(await words()).toContain('S210921zz was retracted.');
		await page.getByRole('link', { name: 'See it as known just before' }).click();
		await page.waitForURL((url) => url.searchParams.has('known'));
		expect(await words()).not.toContain('retract');
		expect(await bar().innerText()).toContain('as known at 2021-09-21 17:36:49.999999 UTC');
	});

	test('shows what each revision changed, and the newest map known', async () => {
		await open('/events/S210914zz');
		const revisions = page.getByRole('region', { name: 'Revisions' });
		expect(await revisions.locator('tbody tr').count()).toBe(5);
		expect(await revisions.locator('tr', { hasText: 'refined' }).locator('del').count()).toBe(3);
		const map = page.getByRole('group', { name: /^S210914zz: 50 % in \d+, 90 % in \d+ square degrees/ });
		expect(await map.locator('path.outline').count()).toBe(2);
		const now = await map.getAttribute('aria-label');
		await lookBack('2021-09-14T07:00:00Z');
		expect(await map.getAttribute('aria-label')).not.toBe(now);
	});

	test('leads to the objects in its region', async () => {
		await open('/events/S210914zz');
		await page.getByRole('link', { name: 'Objects in the 90 % region' }).click();
		await page.waitForURL((url) => url.searchParams.get('event') === 'S210914zz');
		expect(await words()).toContain('90 % credible region of the newest map of S210914zz');
	});

	test('has pages for its notices, whatever their ids hold', async () => {
		await open('/events/S210921zz');
		await page.getByRole('link', { name: 'retraction', exact: true }).click();
		await page.waitForURL(/\/notices\//);
		expect(await words()).toContain('ivo://gwnet/LVC#S210921zz-2-Retraction');
	});

	test('tells its history in the order it became known', async () => {
		await open('/history/events/S210921zz');
		const moments = await page.getByRole('main').locator('ol > li').allInnerTexts();
		expect(moments.map((moment) => /preliminary|retraction/i.exec(moment)?.[0].toLowerCase())).toEqual([
			'preliminary',
			'retraction'
		]);
	});
});
