import type { Browser, Page } from 'playwright-core';
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

async function on(path: string, work: (page: Page) => Promise<void>) {
	const page = await browser.newPage();
	await page.goto(address + path);
	await work(page);
	await page.close();
}

const between = `from=${corrected.before}&to=${corrected.correctedAt}`;
const around = 'ra=330.1234567&dec=7.6543211&radius_arcsec=60';

describe('a comparison', () => {
	test('of an object shows the old value and the new one in a row, and both on the light curve', () =>
		on(`/diff?subject=objects/ztf/${corrected.objectId}&${between}`, async (page) => {
			const row = page
				.getByRole('region', { name: 'Changed photometry' })
				.getByRole('row', { name: /revised/ });
			const [old, now] = [row.locator('del').first(), row.locator('ins').first()];
			expect(await old.innerText()).toBe(corrected.oldMag);
			expect(await now.innerText()).toBe(corrected.newMag);
			expect(await page.getByRole('img', { name: /^Light curve of .* 1 revised/ }).count()).toBe(1);
		}));

	test('of a region shows on a map where alerts changed, and leads to the object', () =>
		on(`/diff?${around}&${between}`, async (page) => {
			await page
				.getByRole('group', { name: /^Where alerts changed/ })
				.or(page.getByRole('img', { name: /^Where alerts changed/ }))
				.first()
				.waitFor();
			const link = page.locator('figure svg a').first();
			expect(await link.getAttribute('href')).toContain(`/objects/ztf/${corrected.objectId}`);
		}));

	test('of an event shows where it was thought to be before and after', () =>
		on('/diff?subject=events/S210914zz&from=2021-09-14T07:00:00Z', async (page) => {
			await page.getByRole('heading', { name: 'Where' }).waitFor();
			expect(await page.locator('figcaption').innerText()).toContain('90 % credible region before');
		}));

	test('of what did not change says so', () =>
		on(
			`/diff?subject=objects/ztf/${corrected.objectId}&from=${corrected.correctedAt}&to=${corrected.correctedAt}`,
			async (page) =>
				expect(await page.getByText('Nothing changed between these two.').isVisible()).toBe(true)
		));
});
