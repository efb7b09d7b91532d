import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../test/support/chromium.ts';
import { demonstrationPages, type DemonstrationPage } from '../test/support/demonstration-pages.ts';
import { startDemonstration } from '../test/support/demonstration.ts';
import { targetLine } from './support/figures.ts';
import { loadLine } from './support/server.ts';

/*
 * What a browser on a processor four times slower makes of every page: first contentful paint, cumulative layout
 * shift (web.dev's definitions, from the browser's own entries), and bytes of script as they were sent.
 */

const slowdown = 4;
const target = { paintMs: 1000, scriptKb: 200 };

interface Painted {
	readonly paintMs: number;
	readonly shift: number;
	readonly scriptKb: number;
}

const work = await mkdtemp(join(tmpdir(), 'lookback-paint-'));
const portal = await startDemonstration(join(work, 'data'));
try {
	const browser = await launchChromium(join(work, 'browser'));
	console.log(`processor ${slowdown} times slower, ${loadLine()}`);
	for (const page of demonstrationPages(portal.software, portal.planned)) {
		// the first visit of all warms the server up
		await visit(browser, page);
		const { paintMs, shift, scriptKb } = await visit(browser, page);
		const figures = `${page.name}: painted after ${paintMs.toFixed(0)} ms, layout shift ${shift.toFixed(4)}, script ${scriptKb.toFixed(0)} kB`;
		console.log(
			targetLine(
				`${target.paintMs} ms, no shift, ${target.scriptKb} kB`,
				figures,
				paintMs < target.paintMs && shift < 0.001 && scriptKb < target.scriptKb
			)
		);
	}
	await browser.close();
} finally {
	await portal.stop();
	await rm(work, { recursive: true, force: true });
}

async function visit(browser: Browser, { path, isSignedIn }: DemonstrationPage): Promise<Painted> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	if (isSignedIn) await context.addCookies([{ ...portal.session, url: portal.address }]);
	const page = await context.newPage();
	const devtools = await context.newCDPSession(page);
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
	await page.goto(portal.address + path, { waitUntil: 'networkidle' });
	const painted = await page.evaluate(async () => {
		const entries = (type: string) =>
			new Promise<PerformanceEntryList>((resolve) => {
				new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
				setTimeout(() => resolve([]), 300);
			});
		const paints = await entries('paint');
		const shifts = (await entries('layout-shift')) as (PerformanceEntry & { value: number })[];
		const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
		const scripts = resources.filter(({ name }) => /\.js(\?|$)/.test(name));
		return {
			paintMs: paints.find(({ name }) => name === 'first-contentful-paint')?.startTime ?? Infinity,
			shift: shifts.reduce((sum, { value }) => sum + value, 0),
			scriptKb: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000
		};
	});
	await context.close();
	return painted;
}
