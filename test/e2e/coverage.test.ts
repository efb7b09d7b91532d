import { beforeAll, expect, test } from 'vitest';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';
import { storyArchive } from '../support/story-archive.ts';

const clock = () => (Date.now() * 1000) as Instant;

let archive: Awaited<ReturnType<typeof storyArchive>>;
let address: string;

beforeAll(async () => {
	archive = await storyArchive();
	const seed = seedFacilities().find(({ facility }) => facility === 'palomar-48')!;
	await recordFacilities(archive, [{ facility: seed }], {
		viewer: await localViewer(archive.database),
		actor: 'test',
		now: parseInstant('2020-01-01T00:00:00Z')
	});
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
}, 300_000);

test('a localization is tiled on the grid of a survey in the portal; what the archive wants is nobody’s secret', async () => {
	const context = await (await testBrowser()).newContext();
	const { secret } = await openSession(archive.database, null, 'link', null, clock());
	await context.addCookies([{ name: 'lookback_session', value: secret, url: address }]);
	const page = await context.newPage();
	await page.goto(`${address}/campaigns`);
	await page.getByText('New campaign').click();
	await page.getByLabel('Title').fill('The merger');
	await page.getByLabel(/^Name in addresses/).fill('the-merger');
	await page.getByLabel(/^Event/).fill('GW170817');
	await page.getByLabel(/^Bands/).fill('r');
	await page.getByLabel(/^Exposure/).fill('60');
	await page.getByLabel(/^Who sees it/).selectOption('owner');
	await page.getByRole('button', { name: 'Begin the campaign' }).click();
	await page.getByRole('alert').waitFor();
	expect(await page.getByRole('alert').innerText()).toContain(
		'What the archive itself wants is seen by everyone'
	);
	await page.getByLabel(/^Who sees it/).selectOption('public');
	await page.getByRole('button', { name: 'Begin the campaign' }).click();
	await page.waitForURL(`${address}/campaigns/the-merger`);

	await page.getByText('Make a plan').click();
	const form = page.locator('form[action="?/plan"]');
	// when 13 h of right ascension is up at Palomar by night
	await form.getByLabel(/^From/).fill('2027-05-01T02:00:00Z');
	await form.getByLabel(/^To/).fill('2027-05-01T12:00:00Z');
	await form.getByLabel(/^Search for/).fill('1');
	await form.getByRole('button', { name: 'Make the plan' }).click();
	await page.waitForURL(`${address}/plans/*`);
	const planned = page.getByRole('region', { name: 'Blocks by their beginning' });
	expect(await planned.innerText()).toMatch(/field \d+\s+palomar-48/);

	const others = page.locator('p', { hasText: 'Its blocks for other systems' }).getByRole('link');
	const files = await others.evaluateAll((links) => links.map((link) => String(link.getAttribute('href'))));
	expect(files).toContain(`${new URL(page.url()).pathname}/calendar.ics`);
	for (const file of files)
		expect([file, (await page.request.get(address + file)).status()]).toEqual([file, 200]);
	await context.close();
}, 300_000);
