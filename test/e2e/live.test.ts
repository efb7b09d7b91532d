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
	const soon = { from: (clock() + HOUR) as Instant, to: (clock() + 30 * HOUR) as Instant };
	const dark = darkWindows(standpointOf(seed), soon, -18).find(({ from, to }) => to - from > 6 * HOUR)!;
	night = (Math.ceil(dark.from / (HOUR / 4)) * (HOUR / 4) + HOUR / 4) as Instant;
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	browser = await testBrowser();
}, 300_000);

/** Blocks of an hour of the blue group, one behind the other from so many hours into the night on. */
async function wanted(...hours: number[]): Promise<string[]> {
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
