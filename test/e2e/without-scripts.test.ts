import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testBrowser } from '../support/browser.ts';
import { everyPage, pages } from '../support/every-page.ts';

const routes = globSync('**/+page.svelte', { cwd: join(import.meta.dirname, '../../src/routes') }).map(
	(path) => `/${path.replaceAll('\\', '/').replace(/\/?\+page\.svelte$/, '')}`
);
/** Addresses of a route that are walked; the others look like these. */
const mostOfRoute = 3;
/** What no page leads to: who is signed in needs no form for it, nor one plan a comparison; a link is sent to who may. */
const untold = ['/sign-in', '/plans/[id]/compare', '/enter/[secret]'];

let address: string;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
	const portal = await everyPage();
	({ address } = portal);
	browser = await testBrowser();
	context = await browser.newContext({ javaScriptEnabled: false });
	await context.addCookies([{ name: 'lookback_session', value: portal.session, url: address }]);
}, 300_000);
afterAll(() => context.close());

/** The route that answers a path. */
function routeOf(path: string): string | undefined {
	return routes.find((route) => {
		const pattern = route.replace(/\[\.\.\.\w+\]/g, '.+').replace(/\[\w+\]/g, '[^/]+');
		return new RegExp(`^${pattern}$`).test(path);
	});
}

/** What a page offers who has no scripts: where its links and forms lead, and the requests it shows. */
async function offered(page: Page) {
	return page.locator('body').evaluate((body: HTMLElement) => {
		const links = [...body.querySelectorAll('a')].filter(({ host }) => host === location.host);
		const forms = [...body.querySelectorAll('form')].filter(({ method }) => method === 'get');
		const asked = forms.map((form) => {
			const query = new URLSearchParams(new FormData(form) as never);
			return `${new URL(form.action).pathname}?${query}`;
		});
		const buttons = [...body.querySelectorAll<HTMLButtonElement>('button')].filter(
			(button) =>
				button.checkVisibility({ visibilityProperty: true }) &&
				(button.type === 'button' || button.form === null)
		);
		return {
			links: links.map(({ pathname, search }) => pathname + search),
			asked,
			requests: [...body.querySelectorAll('pre code')]
				.map(({ textContent }) => textContent)
				.filter((text) => text.startsWith('curl ')),
			idle: buttons.map(({ textContent, ariaLabel }) => ariaLabel ?? textContent.trim())
		};
	});
}

/** What a page shows to be typed, as who is signed in in the browser. */
async function ask(request: string): Promise<{ status: number; text: string; basis: string | undefined }> {
	const asked = /'(http[^']+)'/.exec(request)![1]!;
	const [, data] = / --data '([^']+)'/.exec(request) ?? [];
	const headers = { 'content-type': 'application/json', origin: address };
	const response = await (data === undefined
		? context.request.get(asked)
		: context.request.post(asked, { data, headers }));
	return {
		status: response.status(),
		text: await response.text(),
		basis: response.headers()['lookback-basis']
	};
}

test('every page leads on, asks, downloads and tells its requests without JavaScript, and shows nothing that wants it', async () => {
	const page = await context.newPage();
	const seen = new Map<string, number>();
	const isNew = (kind: string, most: number) => {
		const count = seen.get(kind) ?? 0;
		seen.set(kind, count + 1);
		return count < most;
	};
	const todo = ['/', ...untold.map((route) => pages[route]!)];
	const known = new Set(todo);
	const wrong: string[] = [];
	for (let path = todo.shift(); path !== undefined; path = todo.shift()) {
		const url = new URL(path, address);
		const route = routeOf(url.pathname);
		if (route === undefined) {
			const [, stem, suffix] = /^(.*?)(\.[a-z_]+)?$/.exec(url.pathname)!;
			const kind = `${routeOf(stem!) ?? stem} ${suffix} ${url.searchParams.get('table')}`;
			if (!isNew(kind, 1)) continue;
			const status = (await context.request.get(url.href, { maxRedirects: 0 })).status();
			if (status !== 200) wrong.push(`${path}: ${status}`);
			continue;
		}
		if (!isNew(route, mostOfRoute)) continue;
		const response = (await page.goto(url.href))!;
		if (response.status() !== 200) wrong.push(`${path}: ${response.status()}`);
		if ((await page.locator('h1:visible').count()) !== 1) wrong.push(`${path} has no heading`);
		const { links, asked, requests, idle } = await offered(page);
		const shown = response.headers()['lookback-basis'];
		for (const name of idle) wrong.push(`${path} has a button that does nothing: ${name}`);
		for (const request of requests) {
			const { status, text, basis } = await ask(request);
			if (status !== 200) wrong.push(`${path} shows ${request}: ${status} ${text}`);
			else if (shown !== undefined && request.includes('basis=') && basis?.split(', ')[0] !== shown)
				wrong.push(`${path} is as known at ${shown}, and shows ${request}, answered at ${basis}`);
		}
		for (const next of [...links, ...asked]) {
			if (known.has(next)) continue;
			known.add(next);
			todo.push(next);
		}
	}
	expect(wrong).toEqual([]);
	expect(routes.filter((route) => !seen.has(route))).toEqual([]);
}, 600_000);

test('what is decided, made and carried out again is so without JavaScript too', async () => {
	const page = await context.newPage();
	await page.goto(`${address}${pages['/decisions/new']}`);
	await page.locator('[name=action]').fill('look again');
	await page.locator('[name=reason]').fill('without a script');
	await page.getByRole('button', { name: 'Decide' }).click();
	await page.waitForURL(/\/decisions\/[^/?]+(\?|$)/);
	await page.getByText('without a script').first().waitFor();

	await page.goto(`${address}${pages['/runs/[id]/replay']}`);
	await page.getByRole('button', { name: 'Carry it out again' }).click();
	await page
		.getByRole('region', { name: 'What came of it' })
		.getByText(/identical/i)
		.first()
		.waitFor();

	await page.goto(`${address}/groups`);
	const founding = page.locator('form', { has: page.getByRole('button', { name: 'Make the group' }) });
	await founding.locator('[name=group]').fill('still');
	await founding.locator('[name=person]').fill('quentin');
	await founding.getByRole('button').click();
	await page.waitForURL(/\/groups\/still/);

	await page.goto(`${address}/people`);
	await page.locator('summary', { hasText: 'Make an account' }).click();
	await page.locator('form[action*="add"] [name=person]').fill('quentin');
	await page.getByRole('button', { name: /^Make the account/ }).click();
	const link = await page
		.getByText(/^http\S+\/enter\/\S+$/)
		.first()
		.innerText();
	const other = await browser.newContext({ javaScriptEnabled: false });
	const theirs = await other.newPage();
	await theirs.goto(link);
	await theirs.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
	await theirs.goto(`${address}/account`);
	await theirs.getByRole('link', { name: 'still' }).waitFor();
	await theirs.locator('summary', { hasText: 'Make a token' }).click();
	await theirs.locator('form[action*="token"] [name=label]').fill('laptop');
	await theirs.getByRole('button', { name: 'Make the token' }).click();
	await theirs.getByText('The token ‘laptop’ is made').waitFor();
	await theirs.getByRole('button', { name: 'Revoke ‘laptop’' }).click();
	await theirs.getByText('The token is revoked').waitFor();
	await other.close();
	await page.close();
}, 120_000);
