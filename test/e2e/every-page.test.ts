import { decode, type DecodedPng } from 'fast-png';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { ingest, parseKnownRule, resolveBasis } from '#lib/archive/index.server.ts';
import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { themes, type Theme } from '#lib/ui/parts/theme.ts';
import { carryOutBackTest, recordBackTest } from '#lib/versioning/backtest/index.server.ts';
import { decide } from '#lib/versioning/decisions/index.server.ts';
import { runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { pushFolder } from '#lib/versioning/store/index.server.ts';
import { present } from '../support/archive.ts';
import { objections } from '../support/axe.ts';
import { testBrowser } from '../support/browser.ts';
import { planSomething } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';
import { storyArchive } from '../support/story-archive.ts';
import { corrected, loadCorrected } from './corrected.ts';

const routes = join(import.meta.dirname, '../../src/routes');
const examples = join(import.meta.dirname, '../../examples/analyses');

/** A page of every route, as an administrator of the archive sees it, who sees all of them. */
const pages: Record<string, string> = {
	'/': '/',
	'/account': '/account',
	'/alerts/[survey]/[id]': `/alerts/ztf/${corrected.alertId}`,
	'/audit': '/audit',
	'/backtests': '/backtests',
	'/backtests/[id]': '/backtests',
	'/batches': '/batches',
	'/batches/[number]': '/batches/5',
	'/campaigns': '/campaigns',
	'/campaigns/[id]': '/campaigns',
	'/collections': '/collections',
	'/decisions': '/decisions',
	'/decisions/[id]': '/decisions',
	'/decisions/[id]/replay': '/decisions',
	'/decisions/new': '/decisions/new?subject=objects/literature/AT2017gfo',
	'/diff': '/diff?subject=events/G298048&from=2017-08-17T14:00:00Z&to=2017-08-18T05:10:00Z',
	'/enter/[secret]': '/enter/no-such-link',
	'/events': '/events',
	'/events/[name]': '/events/GW170817',
	'/facilities': '/facilities',
	'/facilities/[id]': '/facilities/lco-lsc',
	'/groups': '/groups',
	'/groups/[name]': '/groups/gcn',
	'/history/[...subject]': '/history/events/G298048',
	'/keys': '/keys',
	'/notices/[...id]': '/events/G298048',
	'/objects': '/objects',
	'/objects/[survey]/[id]': '/objects/literature/AT2017gfo',
	'/observe': '/observe?ra=197.45&dec=-23.38&subject=objects/literature/AT2017gfo',
	'/people': '/people',
	'/plans': '/plans',
	'/plans/[id]': '/plans',
	'/plans/[id]/compare': '/plans',
	'/plans/[id]/replay': '/plans',
	'/provenance/[...subject]': '/provenance/objects/literature/AT2017gfo',
	'/runs': '/runs',
	'/runs/[id]': '/runs',
	'/runs/[id]/replay': '/runs',
	'/schedule': '/schedule',
	'/schedule/[id]': '/schedule',
	'/search': '/search?q=197.45+-23.38+1m',
	'/sign-in': '/sign-in',
	'/sky': '/sky',
	'/software': '/software',
	'/software/[name]': '/software/inside-localization',
	'/software/[name]/[commit]': '/software/inside-localization/main',
	'/sources': '/sources',
	'/sources/refused': '/sources/refused',
	'/sources/refused/[packet]': '/sources/refused',
	'/stories': '/stories',
	'/stories/[slug]': '/stories/17-august-2017?known=2017-08-18T05:10:00Z'
};

/** Pages whose addresses hold what an archive makes up: the first link of their list leads there. */
const behind: Readonly<Record<string, string>> = {
	'/notices/[...id]': 'main td a[href^="/notices/"]',
	'/sources/refused/[packet]': 'main td a[href^="/sources/refused/"]'
};

let address: string;
let browser: Browser;
let session: string;

beforeAll(async () => {
	const archive = await storyArchive();
	const load = async (packets: readonly PacketArrival[], rule: string, collection?: string) => {
		const arrivals = async function* () {
			yield* packets;
		};
		const options = {
			actor: 'test',
			note: 'invented',
			rule: parseKnownRule(rule),
			collection,
			now: () => present
		};
		await ingest(archive.database, archive.store, arrivals(), options);
	};
	await loadCorrected({ load });
	const broken = Buffer.from('{"circularId": 99002, "subject": ');
	await load([{ name: 'broken.json', bytes: broken, original: broken }], 'received', 'gcn.public');
	await useAnalysis(archive);
	const planned = await planSomething(archive);
	pages['/campaigns/[id]'] = `/campaigns/${planned.campaign}`;
	pages['/plans/[id]'] = `/plans/${planned.plan}`;
	pages['/plans/[id]/compare'] = `/plans/${planned.plan}/compare?with=${planned.plan}`;
	pages['/plans/[id]/replay'] = `/plans/${planned.plan}/replay`;
	pages['/schedule/[id]'] = `/schedule/${planned.block}`;
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
	const clock = (Date.now() * 1000) as Instant;
	({ secret: session } = await openSession(archive.database, null, 'link', null, clock));
}, 300_000);

/** An example in the store, a run of it, a decision that rests on it, and a back-test. */
async function useAnalysis(archive: Awaited<ReturnType<typeof storyArchive>>) {
	const { database } = archive;
	const audience = 'public';
	const push = async (name: string) => {
		const wish = { folder: join(examples, name), name, audience, branch: 'main', message: null };
		const pushed = await pushFolder(
			archive,
			await localViewer(database),
			{ ...wish, isForced: false },
			present
		);
		return { name, commit: pushed.commit };
	};
	const inside = await push('inside-localization');
	const young = await push('young-transients');
	// sees the collection of analyses, which there is only now
	const viewer = await localViewer(database);
	const basis = await resolveBasis(database, { known: '2017-10-17T00:00:00Z' }, present);
	const asked = { audience, basis, viewer, actor: 'test' };
	const parameters = { event: 'GW170817' };
	const now = () => present;
	const carriedOut = { ...asked, ...inside, parameters, kind: 'manual', trusted: false, now } as const;
	const { document } = await runAnalysis(archive, carriedOut);
	const decision = await decide(archive, {
		...asked,
		subject: 'objects/literature/AT2017gfo',
		action: 'trigger a spectrum',
		reason: 'first seen after the merger, inside its map',
		runs: [document.run],
		supersedes: null,
		now: present
	});
	const walked = await carryOutBackTest(
		{ ...archive, viewer, now: present, signal: new AbortController().signal, onProgress: () => undefined },
		{
			...{ ...young, parameters: {}, audience, trusted: false },
			from: parseInstant('2017-08-17T00:00:00Z'),
			to: present,
			every: 'alert',
			survey: null,
			label: null,
			labelKnownAt: null
		}
	);
	await recordBackTest(archive, walked, 'test', present);
	pages['/runs/[id]'] = `/runs/${document.run}`;
	pages['/runs/[id]/replay'] = `/runs/${document.run}/replay`;
	pages['/decisions/[id]'] = `/decisions/${decision}`;
	pages['/decisions/[id]/replay'] = `/decisions/${decision}/replay`;
	pages['/backtests/[id]'] = `/backtests/${walked.id}`;
}

/** Does something with the page of a route in a theme. */
async function on(route: string, theme: Theme, work: (page: Page) => Promise<void>): Promise<void> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
	await context.addCookies([
		{ name: 'theme', value: theme, url: address },
		{ name: 'lookback_session', value: session, url: address }
	]);
	const page = await context.newPage();
	const open = async (path: string) => {
		const response = await page.goto(address + path, { waitUntil: 'networkidle' });
		expect(response!.status(), path).toBe(200);
	};
	await open(pages[route]!);
	const link = behind[route];
	if (link) await open((await page.locator(link).first().getAttribute('href'))!);
	await work(page);
	await context.close();
}

test('every route that has a page has one here', () => {
	const all = globSync('**/+page.svelte', { cwd: routes })
		.map((path) => `/${path.replaceAll('\\', '/').replace(/\/?\+page\.svelte$/, '')}`)
		.sort();
	expect(Object.keys(pages).sort()).toEqual(all);
});

// one visit for all of it: a theme is an attribute of the page, and only its colours are looked at anew
test.each(Object.keys(pages))(
	'%s: axe objects to nothing in any theme, script is less than 200 kB, nothing moves once drawn or scrolls sideways, and night is red alone',
	(route) =>
		on(route, 'light', async (page) => {
			const { scriptBytes, shift } = await page.evaluate(weigh);
			expect(scriptBytes).toBeGreaterThan(0);
			expect(scriptBytes).toBeLessThan(200_000);
			expect(shift).toBeLessThan(0.001);
			await unfold(page);
			expect(await objections(page)).toEqual([]);
			for (const theme of ['dark', 'night']) {
				await page.locator('html').evaluate((root, name) => (root.dataset.theme = name), theme);
				expect(await objections(page, ['color-contrast']), theme).toEqual([]);
			}
			expect(greatest(decode(await page.screenshot({ fullPage: true })))).toEqual([255, 0, 0]);
			for (const width of [390, 2560]) {
				await page.setViewportSize({ width, height: 900 });
				const beyond = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
				expect(beyond, `${width} pixels`).toBeLessThanOrEqual(0);
			}
		})
);

test.each(themes)('a page comes from the server in the theme of its reader: %s', (theme) =>
	on('/', theme, async (page) => {
		expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
	})
);

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

test.each(['/campaigns', '/facilities', '/plans'])('%s steps from change to change', (route) =>
	on(route, 'light', async (page) => {
		expect(await page.locator('[data-action="earlier"]').innerText()).toBe('Earlier change');
		await page.locator('summary', { hasText: /^Changes: \d+/ }).waitFor();
	})
);

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
