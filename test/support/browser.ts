import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, inject } from 'vitest';
import { launchChromium } from './chromium.ts';

/**
 * A Chromium for a test file, closed when the file is done. It has gone to a page when the page's scripts run, so that no
 * key and no choice of a test comes before anybody listens; `waitUntil: 'commit'` is for what comes before.
 */
export async function testBrowser(): Promise<Browser> {
	const browser = await launchChromium(join(inject('runFolder'), 'browser'));
	closeLater.push(browser);
	awaitScripts(browser);
	const newContext = browser.newContext.bind(browser);
	browser.newContext = async (options) => {
		const context = await newContext(options);
		if (options?.javaScriptEnabled !== false) awaitScripts(context);
		return context;
	};
	return browser;
}

function awaitScripts(opener: Browser | BrowserContext): void {
	const newPage: Browser['newPage'] = opener.newPage.bind(opener);
	opener.newPage = async (options?: Parameters<Browser['newPage']>[0]) => {
		const page = await newPage(options);
		if (options?.javaScriptEnabled === false) return page;
		const goto = page.goto.bind(page);
		page.goto = async (to, options) => {
			const response = await goto(to, options);
			if (options?.waitUntil !== 'commit') await scriptsRun(page);
			return response;
		};
		const reload = page.reload.bind(page);
		page.reload = async (options) => {
			const response = await reload(options);
			await scriptsRun(page);
			return response;
		};
		return page;
	};
}

/** SvelteKit takes scrolling in hand when the page is alive. */
async function scriptsRun(page: Page): Promise<void> {
	await page.waitForFunction(
		() =>
			history.scrollRestoration === 'manual' ||
			![...document.scripts].some(({ text }) => text.includes('__sveltekit_'))
	);
}

const closeLater: Browser[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	for (const browser of closeLater.splice(0)) await browser.close();
});
