import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { themes, type Theme } from '#lib/ui/parts/theme.ts';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './support/chromium.ts';
import { demonstrationPages } from './support/demonstration-pages.ts';
import { startDemonstration } from './support/demonstration.ts';

/*
 * Draws every page in every theme at three widths, for people to look at: `npm run screenshots [folder]`. Starts a
 * portal of its own on an empty folder, with what a first visitor finds, software that was used and a campaign that was
 * planned. index.html in the folder shows all of them.
 */

/** A phone, a desk, and the wall of a control room, in pixels. */
const widths = [390, 1280, 2560];

const folder = resolve(process.argv[2] ?? 'screenshots');
const work = await mkdtemp(join(tmpdir(), 'lookback-screenshots-'));
const portal = await startDemonstration(join(work, 'data'));
const pages = demonstrationPages(portal.software, portal.planned);
try {
	const browser = await launchChromium(join(work, 'browser'));
	await mkdir(folder, { recursive: true });
	for (const theme of themes) for (const width of widths) await drawAll(browser, theme, width);
	await browser.close();
	await writeFile(join(folder, 'index.html'), contactSheet());
	console.log(`Look at ${join(folder, 'index.html')}`);
} finally {
	await portal.stop();
	await rm(work, { recursive: true, force: true });
}

async function drawAll(browser: Browser, theme: Theme, width: number): Promise<void> {
	const { address: url, session } = portal;
	for (const isSignedIn of [false, true]) {
		const context = await browser.newContext({ viewport: { width, height: 800 } });
		await context.addCookies([{ name: 'theme', value: theme, url }]);
		if (isSignedIn) await context.addCookies([{ ...session, url }]);
		const page = await context.newPage();
		page.on('pageerror', (error) => console.log(`${page.url()}: ${error.message}`));
		for (const one of pages)
			if ((one.isSignedIn ?? false) === isSignedIn)
				await draw(page, one.path, fileName(one.name, theme, width));
		await context.close();
	}
}

async function draw(page: Page, path: string, file: string): Promise<void> {
	await page.goto(portal.address + path, { waitUntil: 'networkidle' });
	const overhang = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	if (overhang > 0) console.log(`${file} scrolls sideways by ${overhang} pixels.`);
	await page.screenshot({ path: join(folder, file), fullPage: true });
}

function fileName(name: string, theme: Theme, width: number): string {
	return `${name.replaceAll(' ', '-')}.${theme}.${width}.png`;
}

function contactSheet(): string {
	const rows = pages.flatMap(({ name }) =>
		widths.map((width) => {
			const images = themes.map(
				(theme) => `<img src="${fileName(name, theme, width)}" alt="${theme}" loading="lazy">`
			);
			return `<h2>${name}, ${width}</h2><p>${images.join('')}</p>`;
		})
	);
	const style = 'img { width: 32%; margin-right: 1%; vertical-align: top } body { font-family: sans-serif }';
	return `<!doctype html><meta charset="utf-8"><title>Screenshots</title><style>${style}</style>${rows.join('\n')}\n`;
}
