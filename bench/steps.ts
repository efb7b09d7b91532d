import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { generateNotices } from '#lib/archive/demo/notices.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { percentile, targetLine } from './support/figures.ts';
import { workFolder } from './support/packets.ts';
import { startPortal } from './support/portal.ts';
import { describeMachine, loadLine, serverUrl, withFreshDatabase } from './support/server.ts';
import { takePackets } from './support/take.ts';

/*
 * From the press of a key to the new page: steps through the changes of an object, of the sky and of lists, in a browser.
 * Between two steps a reader looks at the page.
 */

const steps = 50;
const looksMs = 400;
const targetMs = 100;
const sky = { seed: 5, nights: 60, alertsPerNight: 60, stampPixels: 63 };

/** Runs in the page: when the next moment is on the screen, how long after the key it came. */
const watcher = `(() => {
	const shown = () => document.querySelector('[aria-label="Time machine"] time')?.dateTime ?? 'now';
	addEventListener('keydown', (event) => {
		const pressedAt = event.timeStamp, before = shown();
		const look = () => {
			if (shown() === before) return requestAnimationFrame(look);
			// the frame that holds it has been drawn when the next one begins
			requestAnimationFrame(() => (window.stepMs = performance.now() - pressedAt));
		};
		requestAnimationFrame(look);
	}, true);
})()`;

/** What a walk presses: one way through the changes, or to and fro. */
const walks = {
	'one way': (i: number) => (i < steps / 2 ? ',' : '.'),
	'to and fro': (i: number) => (i % 2 === 0 ? ',' : '.')
};

async function walk(page: Page, address: string, keyOf: (i: number) => string): Promise<number[]> {
	await page.goto(address, { waitUntil: 'networkidle' });
	await page.evaluate(watcher);
	const times: number[] = [];
	for (let i = 0; i < steps; i++) {
		await page.evaluate('window.stepMs = null');
		await page.keyboard.press(keyOf(i));
		const deadline = Date.now() + 10_000;
		let ms: unknown = null;
		while (ms === null && Date.now() < deadline) {
			await page.waitForTimeout(20);
			ms = await page.evaluate('window.stepMs');
		}
		if (typeof ms !== 'number') throw new Error(`Step ${i} of ${address} led nowhere in 10 s.`);
		times.push(ms);
		await page.waitForTimeout(looksMs);
	}
	return times;
}

const server = serverUrl();
console.log(await describeMachine(server));
await withFreshDatabase(server, 'bench_steps', async (url) => {
	const portal = await startPortal(url);
	mkdirSync(workFolder, { recursive: true });
	const browser = await launchChromium(join(workFolder, 'browser'));
	const database = openDatabase(url, { role: 'lookback_app', max: 4 });
	try {
		const note = 'bench/steps.ts';
		await takePackets(database, portal.dataDir, generateNights(sky), { rule: 'observed+20m', note });
		await takePackets(database, portal.dataDir, generateNotices(), { rule: 'received', note });
		await database.sql`vacuum analyze`;
		const [object] = await database.sql<
			{ object_id: string; moments: bigint; known: string; batch: bigint }[]
		>`
			select object_id, count(distinct known_at) as moments, (select max(batch) from batch) as batch,
				to_char(max(known_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as known
			from photometry group by 1 order by 2 desc limit 1`;
		const { object_id, moments, known, batch } = object!;
		const [at] = await database.sql<{ ra_deg: number; dec_deg: number }[]>`
			select ra_deg, dec_deg from alert where object_id = ${object_id} limit 1`;
		const place = encodeURIComponent(`${at!.ra_deg} ${at!.dec_deg} 2m`);
		console.log(`The object changes ${moments} times; ${loadLine()}`);
		const places = {
			'an object': `/objects/ztf/${object_id}?known=${known}`,
			'an object at a pinned record': `/objects/ztf/${object_id}?basis=${known}~${batch}`,
			'the sky': `/sky?known=${known}`,
			'all objects': `/objects?known=${known}`,
			'a search around it': `/search?q=${place}&known=${known}`,
			'its provenance': `/provenance/objects/ztf/${object_id}?known=${known}`
		};
		for (const [place, path] of Object.entries(places)) {
			for (const [way, keyOf] of Object.entries(walks)) {
				const page = await browser.newPage();
				const times = await walk(page, portal.address + path, keyOf);
				const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
				const figure = `${p50.toFixed(0)} ms in the median, ${p95.toFixed(0)} ms for 95 % of ${steps} steps`;
				console.log(targetLine(`${place}, ${way}, under ${targetMs} ms`, figure, p95 < targetMs));
				await page.close();
			}
		}
	} finally {
		await database.close();
		await browser.close();
		await portal.stop();
	}
});
