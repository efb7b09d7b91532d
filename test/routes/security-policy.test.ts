import { expect, test } from 'vitest';
import { smallArchive } from '../support/archive.ts';
import { testBrowser } from '../support/browser.ts';
import { startPortal } from '../support/portal.ts';

test('no page breaks its own security policy', async () => {
	const archive = await smallArchive();
	const portal = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });
	const browser = await testBrowser();
	const page = await browser.newPage();
	const complaints: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(`${page.url()} ${message.text()}`);
	});
	page.on('pageerror', (error) => complaints.push(`${page.url()} ${error.message}`));
	const objects = await (await fetch(`${portal.address}/objects.json?limit=1&survey=ztf`)).json();
	for (const path of ['/', '/events/S210914zz', `/objects/ztf/${objects.objects[0].object_id}`, '/diff']) {
		await page.goto(portal.address + path, { waitUntil: 'networkidle' });
	}
	expect(complaints).toEqual([]);
}, 300_000);
