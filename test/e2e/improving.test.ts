import { beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive } from '../support/archive.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';

const clock = () => (Date.now() * 1000) as Instant;

let address: string;
let browser: Browser;
let session: string;

beforeAll(async () => {
	const archive = await smallArchive();
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: clock() };
	const seeds = seedFacilities().filter(({ facility }) =>
		['palomar-60', 'liverpool', 'not', 'lco-lsc', 'swope'].includes(facility)
	);
	await recordFacilities(
		archive,
		seeds.map((facility) => ({ facility })),
		by
	);
	// more than the telescopes have time for, so that no search proves in seconds that there is nothing better
	const targets = Array.from({ length: 260 }, (_, i) => ({
		name: `t${i}`,
		raDeg: (i * 137.508) % 360,
		decDeg: -30 + ((i * 61.8) % 100),
		sets: [{ band: null, exposureSec: 600 + (i % 7) * 300 }],
		priority: 1 + (i % 9) / 3,
		visits: 1 + (i % 2),
		cadenceHours: { least: 1, greatest: 4 }
	}));
	const authorization = `Bearer ${archive.token}`;
	await callerOf(contextOf(() => archive, { authorization, session: null }, clock())).campaigns.save({
		...{ campaign: 'crowded', title: 'A crowd', owner: 'public', audience: 'public', goals: { targets } }
	});
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
	({ secret: session } = await openSession(archive.database, null, 'link', null, clock()));
}, 300_000);

test('a first plan opens while the search goes on, and its page leads to the better one by itself', async () => {
	const context = await browser.newContext();
	await context.addCookies([{ name: 'lookback_session', value: session, url: address }]);
	const page = await context.newPage();
	await page.goto(`${address}/campaigns/crowded`);
	await page.locator('details:has(form[action="?/plan"]) > summary').click();
	await page.locator('input[name="seconds"]').fill('12');
	await page.locator('form[action="?/plan"] button.primary').click();
	await page.waitForURL(/\/plans\/p[\da-f]+$/);
	await page.getByText(/still looking for a better one, until \d\d:\d\d:\d\d UTC/).waitFor();
	const first = page.url().split('/').at(-1)!;
	await page.getByText('A better plan of the same search: p').waitFor();
	expect(await page.getByText('still looking').count()).toBe(0);
	await page
		.getByRole('link', { name: /^p[\da-f]+$/ })
		.first()
		.click();
	await page.getByText(`Better than ${first}, the first plan of the same search.`).waitFor();
	await context.close();
});
