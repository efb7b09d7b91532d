import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { smallArchive } from '../support/archive.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';

let address: string;
let browser: Browser;

/** An invented circular about an invented event. */
function circular(): PacketArrival {
	const bytes = Buffer.from(
		JSON.stringify({
			circularId: 99001,
			subject: 'LIGO/Virgo S210914zz: nothing was seen',
			eventId: 'S210914zz',
			submitter: 'A. Person',
			createdOn: Date.UTC(2021, 8, 14, 12),
			body: 'We looked and saw nothing.'
		})
	);
	return { name: 'invented-sky/99001.json', bytes, original: bytes };
}

beforeAll(async () => {
	const archive = await smallArchive();
	await archive.load([circular()], 'received');
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);

async function on(path: string, work: (page: Page) => Promise<void>, javaScriptEnabled = true) {
	const page = await browser.newPage({ javaScriptEnabled });
	await page.goto(address + path);
	await work(page);
	await page.close();
}

describe('the page of an event', () => {
	test('says in a row what each revision changed, with the value it replaces', () =>
		on('/events/S210914zz', async (page) => {
			const rows = page.getByRole('region', { name: 'Revisions' }).getByRole('row');
			const texts = await rows.allInnerTexts();
			const changed = texts.find((text) => /BNS 91 %/.test(text));
			expect(changed).toMatch(/BNS 91 %\s*was\s*62 %/);
			expect(changed).toMatch(/T0 \+ /);
		}));

	test('shows another map by its link, without JavaScript too, with how the area changed', () =>
		on(
			'/events/S210914zz',
			async (page) => {
				expect(await page.getByText(/The newest map known at this basis/).count()).toBe(1);
				expect(await page.getByText(/where the map before had|that of the map before/).count()).toBe(1);
				expect(await page.getByText('90 % region of the map before').count()).toBe(1);
				await page.getByRole('link', { name: 'show its map' }).first().click();
				expect(new URL(page.url()).searchParams.get('map')).toBeTruthy();
				expect(await page.getByText(/An earlier map/).count()).toBe(1);
				await page.getByRole('link', { name: 'show the newest' }).click();
				expect(new URL(page.url()).searchParams.get('map')).toBeNull();
			},
			false
		));

	test('of a map that nobody knows says so', async () => {
		const response = await fetch(`${address}/events/S210914zz?map=nothing`);
		expect(response.status).toBe(404);
		expect(await response.text()).toContain('No skymap of S210914zz of notice nothing is known at');
	});

	test('draws the circle of a neutrino that has no map', () =>
		on('/events', async (page) => {
			await page.getByLabel('Kind').selectOption({ label: 'neutrino' });
			await page.getByRole('button', { name: 'Filter' }).click();
			await page.getByRole('table').getByRole('link').first().click();
			await page.getByRole('heading', { name: 'Where' }).waitFor();
			expect(await page.getByText('newest position with its error').count()).toBe(1);
			expect(await page.getByRole('group', { name: /^Positions of/ }).count()).toBe(1);
		}));

	test('has the text of a circular behind its title', () =>
		on('/events/S210914zz', async (page) => {
			const circulars = page.getByRole('list').filter({ hasText: 'circular 99001' });
			const body = circulars.locator('.body').first();
			expect(await body.isVisible()).toBe(false);
			await circulars.locator('summary').first().press('Enter');
			expect(await body.isVisible()).toBe(true);
		}));
});

describe('the list of events', () => {
	test('marks the retracted in words, and filters by them', () =>
		on('/events?retracted=true', async (page) => {
			const rows = await page.getByRole('table').locator('tbody tr').allInnerTexts();
			expect(rows).toHaveLength(1);
			expect(rows[0]).toMatch(/S210921zz[^]*retracted/);
		}));
});

describe('a table', () => {
	const firstCells = (page: Page) => page.locator('tbody tr td:first-child').allInnerTexts();

	test('sorts by a heading with the keyboard: up, down, and as given again', () =>
		on('/events', async (page) => {
			const given = await firstCells(page);
			const heading = page.getByRole('columnheader', { name: 'Event' });
			const press = () => heading.getByRole('button').press('Enter');
			await press();
			expect(await heading.getAttribute('aria-sort')).toBe('ascending');
			const up = await firstCells(page);
			expect(up).not.toEqual(given);
			await press();
			expect(await heading.getAttribute('aria-sort')).toBe('descending');
			expect(await firstCells(page)).toEqual(up.toReversed());
			await press();
			expect(await heading.getAttribute('aria-sort')).toBeNull();
			expect(await firstCells(page)).toEqual(given);
		}));

	test('sorts on a phone, where its rows are cards without headings', () =>
		on('/events', async (page) => {
			expect(await page.getByLabel('Sort by').isVisible()).toBe(false);
			await page.setViewportSize({ width: 390, height: 800 });
			const given = await firstCells(page);
			await page.getByLabel('Sort by').selectOption({ label: 'Event' });
			const up = await firstCells(page);
			expect(up).not.toEqual(given);
			await page.getByRole('button', { name: 'Ascending' }).click();
			expect(await firstCells(page)).toEqual(up.toReversed());
			await page.getByLabel('Sort by').selectOption({ label: 'as given' });
			expect(await firstCells(page)).toEqual(given);
		}));

	test('says that only its own rows are sorted where the list goes on', () =>
		on('/objects?limit=5', async (page) => {
			await page.getByRole('columnheader').first().getByRole('button').click();
			expect(await page.getByText('the rows of this page alone, the list goes on').count()).toBe(1);
		}));

	test('of changes sorts, a revised row by its new values', () =>
		on('/diff?subject=events/S210914zz&from=2021-09-14T07:00:00Z', async (page) => {
			const table = page.getByRole('region', { name: 'Changed notices' });
			const known = () =>
				table
					.locator('td:nth-last-child(2) time')
					.evaluateAll((all) => all.map((one) => one.getAttribute('datetime')!));
			const given = await known();
			const heading = table.getByRole('columnheader', { name: 'Known since' }).getByRole('button');
			await heading.press('Enter');
			await heading.press('Enter');
			expect(await known()).toEqual(given.toSorted().toReversed());
			expect(new Set(given).size).toBeGreaterThan(1);
		}));

	test('has headings and no buttons without JavaScript', () =>
		on(
			'/events',
			async (page) => {
				expect(await page.getByRole('columnheader').count()).toBeGreaterThan(3);
				expect(await page.getByRole('columnheader').getByRole('button').count()).toBe(0);
			},
			false
		));
});

test("a batch's page finds its digest again, and leads to what it tells of", () =>
	on('/batches/1', async (page) => {
		expect(await page.getByText(/Computed again for this page/).count()).toBe(1);
		await page.getByRole('table').getByRole('link').first().click();
		await page.waitForURL(/\/(objects|events)\//);
	}));

test('a history tells by moments what became known, in sentences', () =>
	on('/history/events/S210914zz', async (page) => {
		const moments = page.locator('ol.moments > li');
		expect(await moments.count()).toBeGreaterThan(3);
		expect(await page.getByText(/^Preliminary notice on LVC/).count()).toBeGreaterThan(0);
		expect(await page.getByText(/^Map .*: 90 % in \d+ deg²/).count()).toBeGreaterThan(0);
	}));

test('the request that a comparison shows gives the answer of the page, for ever', () =>
	on('/diff?subject=events/S210914zz&from=2021-09-14T07:00:00Z', async (page) => {
		await page.getByText('Show the request').click();
		const command = await page.locator('details[open] pre').first().innerText();
		const answer = await page.request.get(/'(http[^']+)'/.exec(command)![1]!);
		expect((await answer.json()).from).toMatch(/^2021-09-14T07:00:00Z~/);
		expect(answer.headers()['cache-control']).toContain('immutable');
	}));
