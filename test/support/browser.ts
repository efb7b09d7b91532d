import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, inject } from 'vitest';
import { launchChromium } from './chromium.ts';

/** A Chromium for a test file, closed when the file is done; unpacked once a run. */
export async function testBrowser(): Promise<Browser> {
	const browser = await launchChromium(join(inject('runFolder'), 'browser'));
	closeLater.push(browser);
	return browser;
}

const closeLater: Browser[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	for (const browser of closeLater.splice(0)) await browser.close();
});
