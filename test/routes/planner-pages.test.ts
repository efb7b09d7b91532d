import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { smallArchive } from '../support/archive.ts';
import { formSender, plainText } from '../support/form-sender.ts';
import { polaris } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';

const clock = () => (Date.now() * 1000) as Instant;
const HOUR = 3_600_000_000;
const wanted = 300;

let reader: ReturnType<typeof formSender>;
let plan: string;
let blocks: readonly string[];
let leftOut: number;

/** A plan of far more than fits into a night, and its blocks in the schedule, two of which are executed. */
beforeAll(async () => {
	const archive = await smallArchive();
	const facility = seedFacilities().find((one) => one.facility === 'liverpool')!;
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: clock() };
	await recordFacilities(archive, [{ facility }], by);
	const caller = () => {
		const credentials = { authorization: `Bearer ${archive.token}`, session: null };
		return callerOf(contextOf(() => archive, credentials, clock()));
	};
	const sets = [{ band: 'r', exposureSec: 900 }];
	const targets = Array.from({ length: wanted }, (_, i) => ({ ...polaris, name: `field ${i}`, sets }));
	const never = { ...polaris, name: 'the other pole', decDeg: -89, sets };
	await caller().campaigns.save({
		...{ campaign: 'many', title: 'Many fields', owner: 'public', audience: 'public' },
		goals: { targets: [...targets, never] }
	});
	const begin = (Math.ceil(clock() / HOUR) * HOUR + HOUR) as Instant;
	const night = { from: formatInstant(begin), to: formatInstant((begin + 24 * HOUR) as Instant) };
	({ plan } = await caller().plans.make({ campaigns: ['many'], ...night, iterations: 1 }));
	({ blocks } = await caller().plans.propose({ id: plan }));
	leftOut = (await caller().plans.read({ id: plan })).left_out.length;
	// earlier than they were booked for: what is executed lies in the past
	for (const [index, block] of blocks.slice(0, 2).entries()) {
		await caller().schedule.change({ changes: [{ block, act: 'accept', revision: 1 }] });
		const [from, to] = [0.4, 0.2].map((hours) =>
			formatInstant((clock() - (hours - index * 0.2) * HOUR - 6e7) as Instant)
		);
		await caller().schedule.change({ changes: [{ block, act: 'execute', revision: 2, from, to }] });
	}
	const { address } = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });
	reader = formSender(address);
}, 300_000);

describe('the page of a plan', () => {
	it('tells by reason what it leaves out, and has all of it in a table that is folded', async () => {
		const { html } = await reader.get(`/plans/${plan}`);
		const text = plainText(html);
		expect(text).toMatch(
			new RegExp(
				`${leftOut - 1} visits: Others are worth more in the time when it is up\\. field \\d+.* and \\d+ more`
			)
		);
		expect(text).toMatch(/The cheapest change is for field \d+\. It could go to /);
		expect(text).toMatch(/1 visit: It can be observed nowhere: .*\. the other pole/);
		const [, folded] = html.split('id="left-out"') as [string, string];
		expect(folded).not.toMatch(/^[^>]*>(<!--.*?-->)*<details open/);
		// each visit stands in the table alone, which has a hundred rows
		const drawn = html.slice(0, html.indexOf('<script nonce'));
		expect(drawn.match(/Others are worth more in the time when it is up\./g)!.length).toBeLessThanOrEqual(
			101
		);
	});

	it('leads from a reason to its rows, which are the last of the table', async () => {
		const { html } = await reader.get(`/plans/${plan}?left_out_from=${leftOut}`);
		const folded = html.split('id="left-out"')[1]!;
		expect(folded).toMatch(/^[^>]*>(<!--.*?-->)*<details open/);
		expect(plainText(folded)).toContain('the other pole');
		expect(plainText(folded)).toContain(`Visits ${leftOut} to ${leftOut} of ${leftOut}`);
	});
});

it('the graph of a plan of many blocks has a box for all of them, which leads to their list; programs get each', async () => {
	expect(blocks.length).toBeGreaterThan(15);
	const path = `/provenance/plans/${plan}`;
	const { html } = await reader.get(path);
	const [graph] = /<svg [^>]*style="width:.*?<\/svg>/s.exec(html)!;
	const box = /<a href="#(fold-block-\d)"/.exec(graph);
	expect(box).not.toBeNull();
	expect(plainText(graph)).toContain(`${blocks.length} blocks`);
	expect(graph).not.toContain(`/provenance/schedule/${blocks[3]}`);
	const list = html.split(`<ul id="${box![1]}"`)[1]!.split('</ul>')[0]!;
	expect(list).toContain(`href="/provenance/schedule/${blocks[3]}"`);
	const told = await reader.get(`${path}.json`);
	const { entity } = JSON.parse(told.html) as { entity: Record<string, unknown> };
	const named = Object.keys(entity).filter((one) => one.startsWith('archive:schedule/'));
	expect(named.length).toBeGreaterThan(15);
});

describe('the page of pointings', () => {
	it('shows where was looked, on the sky and in a table, by campaign, facility and band', async () => {
		for (const query of ['', '?campaign=many', '?facility=liverpool&executed=true', '?band=r']) {
			const { html } = await reader.get(`/pointings${query}`);
			for (const block of blocks.slice(0, 2)) expect(html).toContain(`href="/schedule/${block}"`);
			expect(html).toContain('aria-label="Map of the sky: fields that were looked at, or planned to be"');
			expect(plainText(html)).toContain('executed 2 fields executed 2');
		}
	});

	it('has the newest first, goes on with a cursor, counts them, and says where there is nothing', async () => {
		const first = await reader.get('/pointings?limit=1');
		expect(first.html).toContain(`href="/schedule/${blocks[1]}"`);
		expect(plainText(first.html)).toContain('Pointings, the newest first: 1 to 1 of 2');
		const next = /<a href="([^"]*cursor=[^"]*)" rel="next"/.exec(first.html)![1]!.replaceAll('&amp;', '&');
		const second = await reader.get(next);
		expect(second.html).toContain(`href="/schedule/${blocks[0]}?`);
		expect(second.html).not.toContain(`href="/schedule/${blocks[1]}?`);
		expect(plainText(second.html)).toContain('Pointings, the newest first: 2 to 2 of 2');
		expect(plainText(second.html)).toContain('The map has those from 2 to 2 of 2');
		const none = await reader.get('/pointings?band=z');
		expect(plainText(none.html)).toContain('No pointing is known at this basis that is as asked');
		expect((await reader.get('/pointings.json?band=z')).html).toContain('"pointings":[]');
		expect((await reader.get('/pointings.json?band=r&executed=false')).html).toContain('"pointings":[]');
	});

	it('is led to from campaigns and facilities', async () => {
		expect((await reader.get('/campaigns/many')).html).toContain('href="/pointings?campaign=many"');
		expect((await reader.get('/facilities/liverpool')).html).toContain(
			'href="/pointings?facility=liverpool"'
		);
	});
});

it('what changes is followed where there is something that may change, and not on the page of what nobody knows', async () => {
	const sign = 'aria-label="Changes"';
	expect((await reader.get('/facilities/liverpool')).html).toContain(sign);
	for (const [path, status] of [
		['/facilities/nothing', 404],
		['/campaigns/nothing', 404],
		['/schedule?from=whenever', 400]
	] as const) {
		const unknown = await reader.get(path);
		expect([path, unknown.status, unknown.html.includes(sign)]).toEqual([path, status, false]);
	}
});

it('a block stands in the schedule with its telescope and instrument in one cell, and whoever wants it', async () => {
	const { html } = await reader.get(`/schedule?plan=${plan}&from=2020-01-01&to=2040-01-01`);
	const rows = html.slice(html.indexOf('<table'));
	expect(rows).toMatch(/<td[^>]* data-head="Telescope, instrument"[^>]*>(<!--.*?-->)*[^<]+, [^<]+</);
	expect(rows).toMatch(/<td[^>]* data-head="Wanted by"[^>]*>(<!--.*?-->)*<a href="\/campaigns\/many/);
	expect(plainText(rows)).not.toContain('Changed by');
});
