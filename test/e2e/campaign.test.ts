import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { setMembership } from '#lib/access/members.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { objections } from '../support/axe.ts';
import { testBrowser } from '../support/browser.ts';
import { polaris } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';

const clock = () => (Date.now() * 1000) as Instant;

let archive: SmallArchive;
let address: string;
let browser: Browser;

beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	const knownAt = parseInstant('2020-01-01T00:00:00Z');
	for (const [person, group, role] of [
		['pat', 'blue-team', 'planner'],
		['oli', 'palomar', 'operator']
	] as const) {
		await setMembership(database, { group, person, role, isMember: true, knownAt }, 'test', clock());
		await makeAccount(database, { person, password: null }, { name: 'test', address: null }, clock());
	}
	const seed = seedFacilities().find(({ facility }) => facility === 'palomar-60')!;
	const by = { viewer: await localViewer(database), actor: 'test', now: clock() };
	await recordFacilities(archive, [{ facility: seed, operators: 'palomar' }], by);
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);

/** A browser that somebody is signed in with; null: whoever holds the archive. */
async function signedIn(person: string | null, javaScriptEnabled: boolean): Promise<Page> {
	const context = await browser.newContext({ javaScriptEnabled });
	const { secret } = await openSession(archive.database, person, 'link', null, clock());
	await context.addCookies([{ name: 'lookback_session', value: secret, url: address }]);
	return context.newPage();
}

const words = async (page: Page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

test.each([true, false])(
	'a campaign is begun, planned, proposed, accepted and executed in two browsers (with scripts: %s)',
	async (javaScriptEnabled) => {
		const [planner, operator] = [
			await signedIn('pat', javaScriptEnabled),
			await signedIn('oli', javaScriptEnabled)
		];
		const name = `pole-star-${javaScriptEnabled}`;

		await planner.goto(`${address}/campaigns`);
		await planner.getByText('New campaign').click();
		await planner.getByText(/^More, as JSON/).click();
		if (javaScriptEnabled) expect(await objections(planner)).toEqual([]);
		await planner.getByLabel('Title').fill('The pole star');
		await planner.getByLabel(/^Name in addresses/).fill(name);
		await planner.getByRole('textbox', { name: /^Targets/ }).fill(`Polaris, ${polaris.raDeg}, 95, r, 600`);
		await planner.getByRole('button', { name: 'Begin the campaign' }).click();
		expect(await words(planner)).toMatch(/Line 1 of the targets: .*declination.*95/);
		await planner
			.getByRole('textbox', { name: /^Targets/ })
			.fill(`Polaris, ${polaris.raDeg}, ${polaris.decDeg}, r, 600`);
		await planner.getByRole('button', { name: 'Begin the campaign' }).click();
		await planner.waitForURL(`${address}/campaigns/${name}`);
		expect(await planner.getByRole('region', { name: 'Targets' }).innerText()).toContain('r 600 s');

		await planner.getByText('Make a plan').click();
		await planner.getByText('Only some facilities').click();
		if (javaScriptEnabled) expect(await objections(planner)).toEqual([]);
		await planner.getByLabel(/^Search for/).fill('1');
		await planner.getByRole('button', { name: 'Make the plan' }).click();
		await planner.waitForURL(`${address}/plans/*`);
		const planned = planner.getByRole('region', { name: 'Blocks by their beginning' });
		expect(await planned.getByRole('row', { name: /Polaris/ }).innerText()).toContain('sedm-rc');
		await planner.getByRole('button', { name: 'Propose its blocks to their facilities' }).click();
		await planner.waitForURL(/recorded=true/);
		expect(await words(planner)).toContain('in the schedule: 1 proposed');
		expect(await planner.getByRole('button', { name: /Propose/ }).count()).toBe(0);

		await operator.goto(`${address}/schedule`);
		const [, from, to] = /(\d{4}-\S+ \S+)\s+(?:in [^\d]*[\d.]+ \w+\s+)?(\d{4}-\S+ \S+)/.exec(
			await operator.getByRole('row', { name: /proposed/ }).innerText()
		)!;
		await operator
			.getByRole('row', { name: /proposed/ })
			.getByRole('link')
			.first()
			.click();
		await operator.waitForURL(/\/schedule\/b/);
		// whoever answers for the telescope is not told what it is for
		expect(await words(operator)).toContain('its own group alone knows what it is for');
		expect(await words(operator)).not.toContain('Polaris');
		await operator.getByRole('button', { name: 'Accept it' }).click();
		await operator.getByText(/, accepted$/).waitFor();

		// somebody else wants the same time
		await planner.goto(`${address}/observe?ra=${polaris.raDeg}&dec=${polaris.decDeg}&label=again`, {
			waitUntil: 'networkidle'
		});
		await planner.getByLabel('Instrument').selectOption('palomar-60/sedm-ifu');
		await planner.locator('#propose ~ form').getByLabel(/^From/).fill(from!);
		await planner.locator('#propose ~ form').getByLabel(/^To/).fill(to!);
		await planner.getByRole('button', { name: 'Propose it' }).click();
		await planner.waitForURL(/\/schedule\/b/);
		await operator.goto(planner.url());
		await operator.getByRole('button', { name: 'Accept it' }).click();
		await operator.getByRole('alert').waitFor();
		expect(await operator.getByRole('alert').innerText()).toMatch(
			/^The telescope p60 of palomar-60 is booked from/
		);
		expect(await words(operator)).toContain('proposed');
		await operator.getByText('Decline it').first().click();
		if (javaScriptEnabled) expect(await objections(operator)).toEqual([]);
		await operator.getByRole('textbox', { name: 'In words' }).first().fill('taken');
		await operator.getByRole('button', { name: 'Decline it' }).click();
		await operator.getByText(/, declined$/).waitFor();

		await operator.goto(`${address}/schedule?state=accepted`);
		await operator
			.getByRole('row', { name: /accepted/ })
			.getByRole('link')
			.first()
			.click();
		await operator.waitForURL(/\/schedule\/b/);
		await operator.getByText('It was executed').first().click();
		const executed = operator.locator('form:has(input[name="act"][value="execute"])');
		// as booked it is not over, so that its form says nothing of when; what is refused comes back with what it said
		await executed.getByText(/It is booked until .*, which is not over/).waitFor();
		expect(await executed.getByLabel(/^To/).inputValue()).toBe('');
		const minutesAgo = (count: number) => new Date(Date.now() - count * 60_000).toISOString();
		const [booked, later] = [minutesAgo(-60), minutesAgo(-90)];
		await executed.getByLabel(/^From/).fill(booked);
		await executed.getByLabel(/^To/).fill(later);
		await executed.getByRole('button').click();
		await operator.getByText(/is not over, as it is .*; what was executed lies in the past/).waitFor();
		expect(await executed.getByLabel(/^To/).inputValue()).toBe(later);
		await executed.getByLabel(/^From/).fill(minutesAgo(20));
		await executed.getByLabel(/^To/).fill(minutesAgo(5));
		await executed.getByRole('button').click();
		await operator.getByText(/, executed$/).waitFor();
		const revisions = operator.getByRole('region', { name: /^Revisions/ });
		expect(await revisions.locator('tbody tr').count()).toBe(3);

		await planner.goto(`${address}/campaigns/${name}`);
		const bar = planner.getByRole('link', { name: /^executed: Polaris/ });
		expect(await bar.count()).toBe(1);
		await planner.getByText('Revise it').click();
		expect(await planner.getByRole('textbox', { name: /^Targets/ }).inputValue()).toBe(
			`Polaris, ${polaris.raDeg}, ${polaris.decDeg}, r, 600`
		);
		await planner.getByLabel('Why it is revised').fill('once more in g');
		await planner
			.getByRole('textbox', { name: /^Targets/ })
			.fill(
				`Polaris, ${polaris.raDeg}, ${polaris.decDeg}, r, 600\nPolaris, ${polaris.raDeg}, ${polaris.decDeg}, g, 2x300`
			);
		await planner.getByRole('button', { name: 'Record the revision' }).click();
		await planner.getByText('r 600 s, g 2 × 300 s').waitFor();
		expect(await words(planner)).toContain(
			`The campaign ${name} is at revision 2 (once more in g); the plan was made from revision 1. What changed: target Polaris, exposures: 1 x 600 s in r → 1 x 600 s in r, 2 x 300 s in g.`
		);
		await planner.context().close();
		await operator.context().close();
	},
	300_000
);

test('the top of every page is one line of a screen of 1200 pixels, for whoever is signed in', async () => {
	const page = await signedIn(null, true);
	await page.setViewportSize({ width: 1200, height: 800 });
	await page.goto(`${address}/facilities/palomar-60`);
	const sections = page.getByRole('navigation', { name: 'Sections' });
	expect(await sections.getByRole('link', { name: 'Observe' }).getAttribute('aria-current')).toBe('page');
	const [brand, theme] = await Promise.all([
		page.getByRole('banner').getByRole('link', { name: 'Lookback' }).boundingBox(),
		page.getByRole('button', { name: 'night' }).boundingBox()
	]);
	expect(Math.abs(brand!.y + brand!.height / 2 - theme!.y - theme!.height / 2)).toBeLessThan(8);
	await page.context().close();
});

test('what is typed into a form before the page’s scripts have come stays', async () => {
	const page = await signedIn('pat', true);
	let letThem = () => {};
	const mayCome = new Promise<void>((resolve) => (letThem = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await mayCome;
		await route.continue();
	});
	const type = async (path: string, unfold: string | null, fields: readonly RegExp[]) => {
		await page.goto(address + path, { waitUntil: 'commit' });
		if (unfold) await page.getByText(unfold).click();
		for (const name of fields) await page.getByRole('textbox', { name }).last().fill('typed early');
		letThem();
		await page.waitForLoadState('networkidle');
		for (const name of fields)
			expect(await page.getByRole('textbox', { name }).last().inputValue(), String(name)).toBe('typed early');
		const others = await page
			.getByRole('main')
			.locator('input, textarea')
			.evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));
		expect(others.filter((value) => /undefined|null/.test(value))).toEqual([]);
	};
	await type('/campaigns', 'New campaign', [/^Title/, /^Targets/, /^Event/]);
	await type(`/observe?ra=${polaris.raDeg}&dec=${polaris.decDeg}`, null, [
		/^From/,
		/^Band/,
		/^What it is called/
	]);
	await page.context().close();
});
