import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { resolveBasis } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { decide } from '#lib/versioning/decisions/index.server.ts';
import { runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { pushFolder } from '#lib/versioning/store/index.server.ts';
import { present } from '../support/archive.ts';
import { testBrowser } from '../support/browser.ts';
import { planSomething } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';
import { storyArchive } from '../support/story-archive.ts';

const folder = join(import.meta.dirname, '../../examples/analyses/inside-localization');
const subject = 'objects/literature/AT2017gfo';

let address: string;
let browser: Browser;
let session: string;
let run: string;
let decision: string;
let plan: string;

beforeAll(async () => {
	const archive = await storyArchive();
	const { database } = archive;
	const wish = { folder, name: null, audience: 'public', branch: 'main', message: null, isForced: false };
	const { name, commit } = await pushFolder(archive, await localViewer(database), wish, present);
	const viewer = await localViewer(database);
	const basis = await resolveBasis(database, { known: '2017-10-17T00:00:00Z' }, present);
	const asked = { audience: 'public', basis, viewer, actor: 'test' };
	const { document } = await runAnalysis(archive, {
		...asked,
		name,
		commit,
		parameters: { event: 'GW170817' },
		kind: 'manual',
		trusted: false,
		now: () => present
	});
	run = document.run;
	const words = { subject, action: 'trigger a spectrum', reason: 'new inside the map' };
	decision = await decide(archive, { ...asked, ...words, runs: [run], supersedes: null, now: present });
	({ plan } = await planSomething(archive));
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
	const clock = (Date.now() * 1000) as Instant;
	({ secret: session } = await openSession(database, null, 'link', null, clock));
}, 300_000);

async function on(path: string, work: (page: Page) => Promise<void>, signedIn = true): Promise<void> {
	const context = await browser.newContext();
	if (signedIn) await context.addCookies([{ name: 'lookback_session', value: session, url: address }]);
	const page = await context.newPage();
	await page.goto(address + path, { waitUntil: 'networkidle' });
	await work(page);
	await context.close();
}

describe('the button that replays', () => {
	test('a run says that it is identical, and with what is known at another moment what differs', () =>
		on(`/runs/${run}`, async (page) => {
			await page.getByRole('link', { name: 'Replay it' }).click();
			await page.getByRole('button', { name: 'Carry it out again' }).click();
			const verdict = page.getByRole('region', { name: 'What came of it' });
			await expect.poll(() => verdict.textContent()).toMatch(/Identical: \d+ inputs and \d+ outputs/);
			await page.getByLabel(/^At/).fill('2017-08-17T14:00:00Z');
			await page.getByRole('button', { name: 'Carry it out again' }).click();
			await expect.poll(() => verdict.textContent()).toContain('Another basis: 2017-08-17T14:00:00Z~');
			const differences = page.getByRole('table').filter({ hasText: 'missing' }).first();
			const rows = await differences.locator('tbody tr').count();
			for (const [kind, begins] of [
				['CSV', 'part,change,what,then,now\r\n'],
				['VOTable', '<?xml'],
				['Parquet', 'PAR1']
			] as const) {
				const coming = page.waitForEvent('download');
				await page.getByRole('button', { name: kind, exact: true }).click();
				const file = await coming;
				expect(file.suggestedFilename()).toMatch(new RegExp(`^replay_runs_${run}\\.`));
				const bytes = readFileSync(await file.path());
				expect(bytes.toString('latin1', 0, begins.length)).toBe(begins);
				if (kind === 'CSV') expect(bytes.toString().trim().split('\r\n')).toHaveLength(1 + rows);
			}
		}));

	test('a decision says that what was known and its run are as they were', () =>
		on(`/decisions/${decision}`, async (page) => {
			await page.getByRole('link', { name: 'Replay it' }).click();
			await page.getByRole('button', { name: 'Carry it out again' }).click();
			const verdict = page.getByRole('region', { name: 'What came of it' }).first();
			await expect
				.poll(() => verdict.textContent())
				.toContain(`Identical: what was known of ${subject} is as it was, and so is its run.`);
		}));

	test('a plan says that its problem is as it was and its blocks are found again, and what is otherwise now', () =>
		on(`/plans/${plan}`, async (page) => {
			await page.getByRole('link', { name: 'Replay it' }).click();
			await page.getByRole('button', { name: 'Carry it out again' }).click();
			const verdict = page.getByRole('region', { name: 'What came of it' });
			await expect
				.poll(() => verdict.textContent(), { timeout: 60_000 })
				.toMatch(/Identical: the problem of \d+ visits .* the same search finds the same blocks/);
			await page.getByLabel(/^At/).fill('now');
			await page.getByRole('button', { name: 'Carry it out again' }).click();
			await expect
				.poll(() => verdict.textContent(), { timeout: 60_000 })
				.toContain('campaign pole-star (revision 2; then revision 1)');
			await page.getByRole('table').filter({ hasText: 'visits that are wanted' }).first().waitFor();
		}));

	test('refuses what it cannot read with a sentence, and is not offered to who may not run analyses', async () => {
		await on(`/runs/${run}/replay`, async (page) => {
			await page.getByLabel(/^With/).fill('no-such-tag');
			await page.getByRole('button', { name: 'Carry it out again' }).click();
			await page.getByText('no-such-tag').first().waitFor();
			expect(await page.getByRole('region', { name: 'What came of it' }).count()).toBe(0);
		});
		await on(
			`/runs/${run}`,
			async (page) => expect(await page.getByRole('link', { name: 'Replay it' }).count()).toBe(0),
			false
		);
	});
});
