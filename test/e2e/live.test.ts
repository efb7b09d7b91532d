import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { setMembership } from '#lib/access/members.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { propose } from '#lib/planner/bookings/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { standpointOf } from '#lib/planner/facilities/limits.ts';
import { darkWindows } from '#lib/planner/observability/nights.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { objections } from '../support/axe.ts';
import { testBrowser } from '../support/browser.ts';
import { polaris } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';

const clock = () => (Date.now() * 1000) as Instant;
const HOUR = 3_600_000_000;

let archive: SmallArchive;
let address: string;
let browser: Browser;
/** A quarter of an hour into the next night of Palomar. */
let night: Instant;

beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	const knownAt = parseInstant('2020-01-01T00:00:00Z');
	for (const [person, group, role] of [
		['pat', 'blue', 'planner'],
		['oli', 'palomar', 'operator']
	] as const) {
		await setMembership(database, { group, person, role, isMember: true, knownAt }, 'test', clock());
		await makeAccount(database, { person, password: null }, { name: 'test', address: null }, clock());
	}
	const seed = seedFacilities().find(({ facility }) => facility === 'palomar-60')!;
	const by = { viewer: await localViewer(database), actor: 'test', now: clock() };
	await recordFacilities(archive, [{ facility: seed, operators: 'palomar' }], by);
	const soon = { from: (clock() + HOUR) as Instant, to: (clock() + 48 * HOUR) as Instant };
	// a whole one: of a night that has begun too little may be left
	const dark = darkWindows(standpointOf(seed), soon, -18).find(({ from }) => from - soon.from > HOUR)!;
	night = (Math.ceil(dark.from / (HOUR / 4)) * (HOUR / 4) + HOUR / 4) as Instant;
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);

/** Blocks of an hour of the blue group, one behind the other from so many hours into the night on. */
async function wanted(...hours: number[]): Promise<readonly string[]> {
	const wishes = hours.map((hour) => ({
		...{ facility: 'palomar-60', instrument: 'sedm-rc', raDeg: polaris.raDeg, decDeg: polaris.decDeg },
		from: (night + hour * HOUR) as Instant,
		to: (night + (hour + 1) * HOUR) as Instant,
		...{ band: 'r', exposureSec: 600, exposures: 1, subject: null, label: `block at ${hour}` }
	}));
	const wanter = { owner: 'blue', audience: 'public', isAnonymous: false };
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: clock() };
	return (await propose(archive, [{ wanter, wishes }], by)).blocks;
}

async function signedIn(person: string): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
	const { secret } = await openSession(archive.database, person, 'link', null, clock());
	await context.addCookies([{ name: 'lookback_session', value: secret, url: address }]);
	return context.newPage();
}

const live = (page: Page) => page.getByRole('status').getByText('live', { exact: true });
const span = () => {
	const written = (at: number) => formatInstant(at as Instant).slice(0, 19);
	return `from=${written(night - HOUR)}Z&to=${written(night + 8 * HOUR)}Z`;
};

test('a block that one accepts is seen accepted in every other browser, and a page that looks back stays', async () => {
	const [block] = await wanted(0);
	const [pat, oli] = [await signedIn('pat'), await signedIn('oli')];
	await pat.goto(`${address}/schedule?${span()}`);
	await live(pat).waitFor();
	const looksBack = await pat.context().newPage();
	await looksBack.goto(`${address}/schedule?known=${formatInstant(clock())}&${span()}`);
	const facility = await pat.context().newPage();
	await facility.goto(`${address}/facilities/palomar-60`);
	await live(facility).waitFor();

	await oli.goto(`${address}/schedule/${block}`);
	await oli.getByRole('button', { name: 'Accept it' }).click();
	await oli.getByText(/, accepted$/).waitFor();
	await pat.getByRole('link', { name: /^accepted: block at 0/ }).waitFor();
	await facility.getByRole('link', { name: /^accepted: block at 0/ }).waitFor();
	expect(await looksBack.getByRole('link', { name: /^proposed: block at 0/ }).count()).toBe(1);
	expect(await live(looksBack).count()).toBe(0);
	await pat.context().close();
	await oli.context().close();
});

test('nothing moves under the hand of somebody who writes, until they ask for it', async () => {
	const [block] = await wanted(1);
	const [pat, oli] = [await signedIn('pat'), await signedIn('oli')];
	await oli.goto(`${address}/schedule/${block}`);
	await live(oli).waitFor();
	await oli.getByText('Decline it').first().click();
	await oli.getByRole('textbox', { name: 'In words' }).first().fill('clouds');
	await oli.getByRole('heading', { level: 1 }).click();
	await pat.goto(`${address}/schedule/${block}`);
	await pat.getByRole('button', { name: 'Withdraw it' }).click();
	await pat.getByText(/, withdrawn$/).waitFor();

	await oli.getByRole('button', { name: /^Something has changed/ }).waitFor();
	expect(await oli.getByText(/, proposed$/).count()).toBe(1);
	await oli.getByRole('button', { name: 'Decline it' }).click();
	await oli.getByRole('alert').waitFor();
	expect(await oli.getByRole('alert').innerText()).toMatch(/is at revision 2 by now.*meant for revision 1/);
	await pat.context().close();
	await oli.context().close();
});

const clockOf = (hours: number) => formatInstant((night + hours * HOUR) as Instant).slice(11, 16);
const bar = (page: Page, hour: number) =>
	page.getByRole('link', { name: new RegExp(`: block at ${hour} r;`) });

test('a block is dragged to another time by who may move it, and never over what somebody else has changed', async () => {
	const [block] = await wanted(2);
	const [pat, oli] = [await signedIn('pat'), await signedIn('oli')];
	await oli.goto(`${address}/schedule?${span()}`);
	await live(oli).waitFor();
	const at = async (page: Page, hour: number) => (await bar(page, hour).boundingBox())!;
	const chart = (await oli.getByRole('group', { name: /Palomar 60/ }).boundingBox())!;
	const perHour = chart.width / 9;
	/** Drags a bar by hours, and holds it there. */
	const drag = async (page: Page, hour: number, hours: number) => {
		const { x, y, height } = await at(page, hour);
		await page.mouse.move(x + 10, y + height / 2);
		await page.mouse.down();
		await page.mouse.move(x + 10 + hours * perHour, y + height / 2, { steps: 8 });
	};

	// over the block that was accepted first
	await drag(oli, 2, -2);
	await oli.getByText(/not there$/).waitFor();
	await oli.keyboard.press('Escape');
	await oli.mouse.up();
	expect(await oli.getByRole('form', { name: /^Move/ }).count()).toBe(0);

	await drag(oli, 2, 1);
	await oli.mouse.up();
	const form = oli.getByRole('form', { name: /^Move block at 2/ });
	expect((await form.innerText()).replace(/\s+/g, ' ')).toContain(`${clockOf(3)} to ${clockOf(4)} UTC`);
	expect(await objections(oli)).toEqual([]);
	// meanwhile its group moves it elsewhere
	await pat.goto(`${address}/schedule/${block}`);
	await pat.getByText('Move it').first().click();
	const moves = pat.locator('form').filter({ has: pat.locator('input[value="move"]') });
	await moves.getByLabel(/^From/).fill(formatInstant((night + 4 * HOUR) as Instant));
	await moves.getByLabel(/^To/).fill(formatInstant((night + 5 * HOUR) as Instant));
	await moves.getByRole('button', { name: 'Move it' }).click();
	await pat
		.getByRole('region', { name: /^Revisions/ })
		.getByRole('row')
		.nth(2)
		.waitFor();

	await form.getByLabel(/^Why/).fill('a gap there');
	await form.getByRole('button', { name: 'Move it' }).click();
	await form.getByRole('alert').waitFor();
	expect(await form.getByRole('alert').innerText()).toMatch(/is at revision 2 by now/);
	await form.getByRole('button', { name: /^Leave it/ }).click();
	await oli.getByRole('link', { name: new RegExp(`block at 2 r; .*${clockOf(4)} to`) }).waitFor();

	await drag(oli, 2, -1);
	await oli.mouse.up();
	await form.getByLabel(/^Why/).fill('a gap there');
	await form.getByRole('button', { name: 'Move it' }).click();
	await form.waitFor({ state: 'detached' });
	await oli.getByRole('link', { name: new RegExp(`block at 2 r; .*${clockOf(3)} to`) }).waitFor();
	await pat
		.getByRole('region', { name: /^Revisions/ })
		.getByText('a gap there')
		.waitFor();
	await pat.context().close();
	await oli.context().close();
});

test('a block is moved by the keyboard, which says where it is, and by nobody who may not', async () => {
	const [block] = await wanted(5);
	const oli = await signedIn('oli');
	await oli.goto(`${address}/schedule?${span()}`);
	await live(oli).waitFor();
	await bar(oli, 5).focus();
	await oli.keyboard.press('Shift+ArrowRight');
	await oli.keyboard.press('ArrowRight');
	await oli.keyboard.press('ArrowLeft');
	const said = oli.getByRole('status').filter({ hasText: 'block at 5' });
	await said.getByText(`${clockOf(5.5)} to ${clockOf(6.5)} UTC. Free`).waitFor();
	await oli.keyboard.press('Escape');
	await said.waitFor({ state: 'detached' });
	await oli.keyboard.press('Shift+ArrowRight');
	await oli.keyboard.press('Enter');
	await oli.keyboard.type('later');
	await oli.keyboard.press('Enter');
	await oli.getByRole('link', { name: new RegExp(`block at 5 r; .*${clockOf(5.5)} to`) }).waitFor();
	expect(oli.url()).toContain('/schedule?');

	const nobody = await (await browser.newContext()).newPage();
	await nobody.goto(`${address}/schedule?${span()}`);
	await live(nobody).waitFor();
	await bar(nobody, 5).focus();
	await nobody.keyboard.press('ArrowRight');
	await nobody.keyboard.press('Enter');
	await nobody.waitForURL(`${address}/schedule/${block}`);
	await nobody.context().close();
	await oli.context().close();
});

test('blocks that want the same are shown with what would help', async () => {
	await wanted(6, 6.5);
	const page = await (await browser.newContext()).newPage();
	await page.goto(`${address}/schedule?${span()}`);
	const odds = page.getByRole('region', { name: /^At odds/ });
	await odds.getByText('The same telescope at the same time').first().waitFor();
	expect((await odds.innerText()).replace(/\s+/g, ' ')).toMatch(
		/block at 6 of blue, proposed: palomar-60\/p60/
	);
	expect(await odds.innerText()).toMatch(/could move to|finds no other time/);
	await page.context().close();
});

test('a finger moves a block as a pointer does', async () => {
	await wanted(7);
	const context = await browser.newContext({
		...{ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true }
	});
	const { secret } = await openSession(archive.database, 'oli', 'link', null, clock());
	await context.addCookies([{ name: 'lookback_session', value: secret, url: address }]);
	const phone = await context.newPage();
	await phone.goto(`${address}/schedule?${span()}`);
	await live(phone).waitFor();
	await bar(phone, 7).scrollIntoViewIfNeeded();
	const { x, y, height } = (await bar(phone, 7).boundingBox())!;
	const touch = await context.newCDPSession(phone);
	const at = (px: number) => ({ touchPoints: [{ x: x + 8 + px, y: y + height / 2 }] });
	await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(0) });
	for (let px = -4; px >= -40; px -= 4)
		await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(px) });
	await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
	await phone.getByRole('form', { name: /^Move block at 7/ }).waitFor();
	await context.close();
});

test('a page that is refused its news by a crowd stays as it is, and has them when there is a turn', async () => {
	const [block] = await wanted(1);
	const [pat, oli] = [await signedIn('pat'), await signedIn('oli')];
	await pat.goto(`${address}/schedule?${span()}`);
	await live(pat).waitFor();
	/** What the page shows when it asks again. */
	const meanwhile: string[] = [];
	let asked = 0;
	await pat.route('**/schedule/__data.json*', async (route) => {
		asked++;
		if (asked > 1) meanwhile.push(await pat.getByRole('heading', { level: 1 }).innerText());
		if (asked > 2) return route.continue();
		await route.fulfill({ status: 429, headers: { 'retry-after': '1' }, body: '{"status": 429}' });
	});
	await oli.goto(`${address}/schedule/${block}`);
	await oli.getByRole('button', { name: 'Accept it' }).click();
	await pat.getByRole('link', { name: /^accepted: block at 1/ }).waitFor();
	expect(meanwhile.slice(0, 2)).toEqual(['Schedule', 'Schedule']);
	await pat.context().close();
	await oli.context().close();
});
