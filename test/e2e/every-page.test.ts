import { decode, type DecodedPng } from 'fast-png';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { themes, type Theme } from '#lib/ui/parts/theme.ts';
import { objectionsByTheme } from '../support/axe.ts';
import { testBrowser } from '../support/browser.ts';
import { behind, everyPage, pages } from '../support/every-page.ts';

const routes = join(import.meta.dirname, '../../src/routes');

/** What no heading sorts: keys, counts by kind, and tables of the planner that stand below a drawing. */
const unsorted = [
	'',
	'What changed, counted',
	'Both plans',
	'When each stands highest with the Sun 12° below the horizon'
];

/** What a step of a page's time control leads to, where that is not a change of what the page shows. */
const stepsBy: Readonly<Record<string, 'notice' | 'news' | 'batch' | 'nothing'>> = {
	'/': 'notice',
	'/events': 'notice',
	'/objects': 'news',
	'/sky': 'news',
	// they show the record itself
	'/batches': 'batch',
	'/sources': 'batch',
	'/sources/refused': 'batch',
	'/sources/refused/[packet]': 'batch',
	// they show the present, or are the same at all times
	'/account': 'nothing',
	'/enter/[secret]': 'nothing',
	'/keys': 'nothing',
	'/people': 'nothing',
	'/sign-in': 'nothing',
	'/stories': 'nothing'
};

/** Pages with tables that are no data, which nobody takes along in files. */
const withoutFiles: Readonly<Record<string, string>> = {
	'/account': "a person's own groups, tokens and browsers, beside the forms that end them",
	'/keys': 'what each key of the keyboard does'
};

let address: string;
let browser: Browser;
let session: string;

beforeAll(async () => {
	({ address, session } = await everyPage());
	browser = await testBrowser();
}, 300_000);

/** Opens the page of a route in a theme, in a context of its own. */
async function open(route: string, theme: Theme): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
	await context.addCookies([
		{ name: 'theme', value: theme, url: address },
		{ name: 'lookback_session', value: session, url: address }
	]);
	const page = await context.newPage();
	const goTo = async (path: string) => {
		const response = await page.goto(address + path, { waitUntil: 'networkidle' });
		expect(response!.status(), path).toBe(200);
	};
	await goTo(pages[route]!);
	const link = behind[route];
	if (link) await goTo((await page.locator(link).first().getAttribute('href'))!);
	return page;
}

/** Does something with the page of a route in a theme. */
async function on(route: string, theme: Theme, work: (page: Page) => Promise<void>): Promise<void> {
	const page = await open(route, theme);
	await work(page);
	await page.context().close();
}

test('every route that has a page has one here', () => {
	const all = globSync('**/+page.svelte', { cwd: routes })
		.map((path) => `/${path.replaceAll('\\', '/').replace(/\/?\+page\.svelte$/, '')}`)
		.sort();
	expect(Object.keys(pages).sort()).toEqual(all);
});

describe.each(Object.keys(pages))('%s', (route) => {
	let page: Page;
	beforeAll(async () => {
		page = await open(route, 'light');
	});
	afterAll(() => page.context().close());

	test('sends less than 200 kB of script, and moves nothing once it is drawn', async () => {
		const { scriptBytes, shift } = await page.evaluate(weigh);
		expect(scriptBytes).toBeGreaterThan(0);
		expect(scriptBytes).toBeLessThan(200_000);
		expect(shift).toBeLessThan(0.001);
	});

	test('has headings that sort each table that has rows to sort', async () => {
		const tables = await page.locator('main table').evaluateAll((all) =>
			all
				.filter((table) => table.querySelectorAll('tbody tr').length > 1)
				.filter((table) => table.querySelector('thead button') === null)
				.map(
					(table) =>
						table.closest('[aria-label]')?.getAttribute('aria-label') ??
						table.querySelector('caption')?.textContent?.trim() ??
						''
				)
		);
		expect(tables.filter((name) => !unsorted.includes(name))).toEqual([]);
	});

	test('steps from change to change of what it shows, or says by what', async () => {
		const links = page.locator('[data-action="earlier"], [data-action="later"]');
		const by = stepsBy[route] ?? 'change';
		if (by === 'nothing') {
			expect(await links.count()).toBe(0);
			await page.getByText('No changes to step through here').waitFor();
		} else expect(await links.allInnerTexts()).toEqual([`Earlier ${by}`, `Later ${by}`]);
	});

	test('has files of what its tables hold, and shows the request for it', async () => {
		if (route in withoutFiles || (await page.locator('main tbody tr').count()) === 0) return;
		const files = await page.locator('main a[download]').allTextContents();
		expect(files).toEqual(expect.arrayContaining(['CSV', 'NDJSON', 'JSON', 'VOTable', 'Parquet']));
		expect(await page.locator('main summary', { hasText: 'Show the request' }).count()).toBeGreaterThan(0);
	});

	test('has nothing that axe objects to in any theme, and is red alone at night', async () => {
		await unfold(page);
		expect(await objectionsByTheme(page)).toEqual({});
		expect(await page.locator('html').getAttribute('data-theme')).toBe('night');
		expect(greatest(decode(await page.screenshot({ fullPage: true })))).toEqual([255, 0, 0]);
	});

	test.each([390, 2560])('scrolls nowhere sideways at a width of %d pixels', async (width) => {
		await unfold(page);
		await page.setViewportSize({ width, height: 900 });
		const beyond = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
		expect(beyond).toBeLessThanOrEqual(0);
	});
});

test.each(themes)('a page comes from the server in the theme of its reader: %s', (theme) =>
	on('/', theme, async (page) => {
		expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
	})
);

test('a control room’s wall is used from side to side', () =>
	on('/', 'light', async (page) => {
		await page.setViewportSize({ width: 2560, height: 1440 });
		const { width } = (await page.locator('main').boundingBox())!;
		expect(width).toBeGreaterThan(0.9 * 2560);
	}));

test('brand, reader, keys and themes share the first line of a phone, however long the name', () =>
	on('/', 'light', async (page) => {
		for (const width of [390, 360]) {
			await page.setViewportSize({ width, height: 800 });
			const middles = await page
				.locator('header > :is(.brand, .reader, [data-action="keys"], .theme)')
				.evaluateAll((parts) =>
					parts.map((part) => {
						const { top, bottom } = part.getBoundingClientRect();
						return (top + bottom) / 2;
					})
				);
			expect(middles).toHaveLength(4);
			expect(Math.max(...middles) - Math.min(...middles), `${width} pixels`).toBeLessThan(4);
		}
	}));

test('a table whose cells are more than values sorts by its headings too', () =>
	on('/collections', 'light', async (page) => {
		const names = () => page.locator('main tbody td:first-child code').allTextContents();
		const given = await names();
		expect(given.length).toBeGreaterThan(3);
		const heading = page.getByRole('columnheader', { name: 'Collection' });
		await heading.getByRole('button').press('Enter');
		await heading.getByRole('button').press('Enter');
		expect(await heading.getAttribute('aria-sort')).toBe('descending');
		expect(await names()).toEqual(given.toSorted().toReversed());
	}));

/** Opens what a page keeps folded, forms above all, so that it is looked at too. */
async function unfold(page: Page): Promise<void> {
	await page.locator('details').evaluateAll((all) => {
		for (const one of all) (one as HTMLDetailsElement).open = true;
	});
}

/** The greatest red, green and blue of an image. */
function greatest({ data, channels }: Pick<DecodedPng, 'data' | 'channels'>): number[] {
	const most = [0, 0, 0];
	for (let i = 0; i < data.length; i++) {
		const channel = i % channels;
		if (channel < 3) most[channel] = Math.max(most[channel]!, data[i]!);
	}
	return most;
}

/** Bytes of script as they were sent, and the cumulative layout shift (web.dev's definition). Runs in the browser. */
async function weigh(): Promise<{ scriptBytes: number; shift: number }> {
	const shifts = await new Promise<(PerformanceEntry & { value: number })[]>((resolve) => {
		new PerformanceObserver((list) => resolve(list.getEntries() as never)).observe({
			type: 'layout-shift',
			buffered: true
		});
		setTimeout(() => resolve([]), 300);
	});
	const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
	return {
		scriptBytes: resources
			.filter(({ name }) => /\.js(\?|$)/.test(name))
			.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
		shift: shifts.reduce((sum, { value }) => sum + value, 0)
	};
}
