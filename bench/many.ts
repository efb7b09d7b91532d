import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openDatabase } from '#lib/db/client.server.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { recordDense } from '../test/support/invented-object.ts';
import { percentile, targetLine } from './support/figures.ts';
import { fillArchive } from './support/fill.ts';
import { workFolder } from './support/packets.ts';
import { startPortal } from './support/portal.ts';
import { describeMachine, loadLine, onServer, serverUrl, withFreshDatabase } from './support/server.ts';

/*
 * Plots of very many points on a processor four times slower: a light curve of 20,000 and a sky of 50,000. First paint
 * and when all is drawn, then from each act of a reader to the frame after its drawing.
 */

const slowdown = 4;
const acts = 20;
const target = { paintMs: 1000, actMs: 100 };
const curvePoints = 20_000;
const skyAlerts = 50_000;
/** Ten alerts an object: as many objects as the sky shows, of which the newest alerts are one each. */
const filling = { alerts: 10 * skyAlerts, withdrawals: 1000 };

const server = serverUrl();
console.log(await describeMachine(server));
await withFreshDatabase(server, 'bench_many', async (url) => {
	await onServer(url, (sql) => fillArchive(sql, filling));
	const database = openDatabase(url, { role: 'lookback_app', max: 2 });
	await recordDense(database, 'dense', curvePoints);
	await database.close();
	await onServer(url, (sql) => sql`vacuum analyze`);
	const portal = await startPortal(url);
	mkdirSync(workFolder, { recursive: true });
	const browser = await launchChromium(join(workFolder, 'browser'));
	try {
		console.log(`processor ${slowdown} times slower, ${loadLine()}`);
		const curve = await slowPage(browser, `${portal.address}/objects/lsst/dense`);
		const button = (name: string) => curve.getByRole('button', { name, exact: true });
		await timed(curve, 'light curve, zoom in', () => button('Zoom in').click());
		await timed(
			curve,
			'light curve, back to all of it',
			() => button('Reset').click(),
			async () => {
				await button('Zoom in').click();
				await button('Zoom in').click();
			}
		);
		await curve.close();
		const points = `${portal.address}/sky/points?alerts=${skyAlerts}`;
		await (await fetch(points)).arrayBuffer();
		const begin = performance.now();
		const bytes = (await (await fetch(points)).arrayBuffer()).byteLength;
		console.log(
			`the points of ${skyAlerts} alerts: ${(performance.now() - begin).toFixed(0)} ms on the server, ${(bytes / 1e6).toFixed(1)} MB`
		);
		const sky = await slowPage(browser, `${portal.address}/sky?alerts=${skyAlerts}`);
		await sky.getByRole('application').focus();
		await timed(sky, 'sky, turned by a key', () => sky.keyboard.press('ArrowLeft'));
		await timed(
			sky,
			'sky, zoomed by a key',
			() => sky.keyboard.press('+'),
			() => sky.keyboard.press('0')
		);
		await sky.close();
	} finally {
		await browser.close();
		await portal.stop();
	}
});

/** A page as a slow browser has it, and what its reader waited for. */
async function slowPage(browser: Browser, address: string): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	await page.goto(address, { waitUntil: 'networkidle' });
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
	// the second visit has its scripts at hand, and a server that is warm
	const begin = performance.now();
	await page.goto(address, { waitUntil: 'networkidle' });
	const idleMs = performance.now() - begin;
	const { paintMs, answerMs, kb } = await page.evaluate(async () => {
		const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
		const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity;
		return {
			paintMs: paint,
			answerMs: navigation!.responseStart,
			kb: navigation!.encodedBodySize / 1000
		};
	});
	console.log(
		targetLine(
			`${new URL(address).pathname}, first paint under ${target.paintMs} ms`,
			`${paintMs.toFixed(0)} ms (the server began to answer at ${answerMs.toFixed(0)} ms, ${kb.toFixed(0)} kB), all of it and half a second of quiet at ${idleMs.toFixed(0)} ms`,
			paintMs < target.paintMs
		)
	);
	return page;
}

/** From the act to the frame after the one that shows it. `before` sets the page up for the next. */
async function timed(
	page: Page,
	name: string,
	act: () => Promise<void>,
	before?: () => Promise<void>
): Promise<void> {
	const times: number[] = [];
	for (let i = 0; i < acts; i++) {
		await before?.();
		await page.waitForTimeout(300);
		await page.evaluate(`(() => {
			window.actMs = null;
			const begun = (event) => {
				removeEventListener('keydown', begun, true);
				removeEventListener('click', begun, true);
				// the frame with what it did has been drawn when the next one begins
				requestAnimationFrame(() => requestAnimationFrame(() => (window.actMs = performance.now() - event.timeStamp)));
			};
			addEventListener('keydown', begun, true);
			addEventListener('click', begun, true);
		})()`);
		await act();
		let ms: unknown = null;
		while (ms === null) {
			await page.waitForTimeout(20);
			ms = await page.evaluate('window.actMs');
		}
		times.push(ms as number);
	}
	const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
	const figure = `${p50.toFixed(0)} ms in the median, ${p95.toFixed(0)} ms at most but for one in ${acts}`;
	console.log(targetLine(`${name}, under ${target.actMs} ms`, figure, p95 < target.actMs));
}
