import { once } from 'node:events';
import { beforeAll, describe, expect, test } from 'vitest';
import { contextOf } from '#lib/api/context.server.ts';
import { represent } from '#lib/api/represent.server.ts';
import { folderStore } from '#lib/archive/index.server.ts';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { generateNotices } from '#lib/archive/demo/notices.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { clock } from '../../src/cli/archive.ts';
import { runLookback } from '../support/portal.ts';
import { commandLine, folderOf, type CommandLine } from './command-line.ts';

let line: CommandLine;
let basis: string;
beforeAll(async () => {
	line = await commandLine();
	const packets = [...generateNights({ seed: 5, nights: 12, alertsPerNight: 12, stampPixels: 0 })];
	await line.lookback('ingest', folderOf(packets), '--known-at', 'observed+20m');
	await line.lookback('ingest', folderOf(generateNotices()));
	const [batch] = await line.rows('batches');
	basis = `2025-01-01T00:00:00Z~${batch!.batch}`;
});

/** What the portal answers at an address to anyone. */
async function page(address: string): Promise<string> {
	const archive = {
		database: line.database,
		store: folderStore(line.dataDir),
		software: openSoftware(line.dataDir)
	};
	const context = contextOf(() => archive, { authorization: null, session: null }, clock());
	return (await represent(context, new URL(address, 'http://localhost'))).text();
}

/** An object that everyone may see, with its position. */
async function anObject() {
	const [found] = await line.database.sql<{ id: string; ra: number; dec: number }[]>`
		select object_id as id, ra_deg as ra, dec_deg as dec
		from alert where collection = 'ztf.public' order by observed_at limit 1`;
	return found!;
}

describe('the answer of the portal', () => {
	test.each([
		['objects', ['objects'], '/objects'],
		['events', ['events', '--kind', 'gw'], '/events?kind=gw'],
		['batches', ['batches', '--limit', '1'], '/batches?limit=1'],
		['batch', ['batch', '1'], '/batches/1'],
		['sources', ['sources'], '/sources'],
		['quarantine', ['quarantine'], '/sources/refused'],
		['cone', ['cone', '330', '-3.5', '10d'], '/objects?ra=330&dec=-3.5&radius_arcsec=36000'],
		['search', ['search', '330', '-3.5', '10d'], '/search?q=330 -3.5 10d']
	])('is what %s gives as JSON and CSV', async (_name, args, address) => {
		const [path, query = ''] = address.split('?');
		for (const format of ['json', 'csv']) {
			const own = await line.lookback(...args, '--as', 'anonymous', '--basis', basis, '--format', format);
			const there = await page(`${path}.${format}?${query}${query && '&'}basis=${basis}`);
			expect(own).toMatchObject({ code: 0, stderr: '' });
			if (format === 'csv') expect(own.stdout).toBe(there);
			else expect(withoutNext(own.stdout)).toEqual(withoutNext(there));
		}
	});

	test('an object is found by survey and id, by its address and by its name alone', async () => {
		const { id } = await anObject();
		const all = await Promise.all(
			[['ztf', id], [`ztf/${id}`], [`objects/ztf/${id}`], [id]].map((words) =>
				line.lookback('object', ...words, '--basis', basis, '--as', 'anonymous', '--format', 'json')
			)
		);
		const there = await page(`/objects/ztf/${id}.json?basis=${basis}`);
		for (const { stdout } of all) expect(stdout).toBe(`${there}\n`);
	});
});

test('known, batch and basis decide what is there', async () => {
	const { id } = await anObject();
	const count = async (...options: string[]) => {
		const { code, stdout } = await line.lookback('object', `ztf/${id}`, '--format', 'json', ...options);
		return code === 0 ? (JSON.parse(stdout) as { alerts: unknown[] }).alerts.length : 0;
	};
	const all = await count();
	const [first] = await line.database.sql<{ known: string }[]>`
		select to_char(min(known_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as known
		from alert where object_id = ${id}`;
	expect(all).toBeGreaterThan(0);
	expect(await count('--known', first!.known)).toBe(1);
	expect(await count('--known', '2021-01-01')).toBe(0);
	expect(await count('--known', 'MJD 61000', '--batch', '0')).toBe(0);
	expect(await count('--basis', basis)).toBe(all);
	expect(await line.lookback('objects', '--as-recorded', '2100-01-01')).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('as_recorded')
	});
});

test('a position is read as people write it, with a negative declination', async () => {
	const { id, ra, dec } = await anObject();
	const found = await line.rows('cone', String(ra), String(-Math.abs(dec)), '2s');
	expect(found.some(({ object_id }) => object_id === id)).toBe(dec < 0);
	expect((await line.rows('cone', `${ra} ${dec}`, '2s')).map((row) => row.object_id)).toContain(id);
	expect(await line.lookback('cone', 'here')).toMatchObject({ code: 2 });
});

test('a history and a difference tell what changed', async () => {
	const { id } = await anObject();
	const history = await line.rows('history', `objects/ztf/${id}`);
	expect(history.map(({ relation }) => relation)).toContain('alert');
	const changes = await line.rows('diff', `objects/ztf/${id}`, '--from', '2021-01-01', '--to', '2025-01-01');
	expect(changes.every(({ change }) => change === 'added')).toBe(true);
	expect(changes.length).toBeGreaterThan(0);
	const { stdout } = await line.lookback(
		'diff',
		`objects/ztf/${id}`,
		'--from',
		'2021-01-01',
		'--to',
		'2025-01-01'
	);
	expect(stdout).toMatch(/^added +a detection in \w of 20\d\d-\d\d-\d\d \d\d:\d\d +[\d.]+ ± [\d.]+ mag$/m);
	expect(stdout).toMatch(/^in all: .*photometry: \d+ added/m);
	expect(stdout).not.toContain('{');
});

test('people get the tables that have rows, with what is not shown and the basis named', async () => {
	const { id } = await anObject();
	const { stdout } = await line.lookback('object', `ztf/${id}`, '--basis', basis);
	expect(stdout).toContain('Light curve by epoch');
	expect(stdout).toContain('Alerts of the object by epoch.');
	expect(stdout).not.toContain('What anyone says about the object.');
	expect(stdout).toMatch(/^not shown: .*hpx/m);
	expect(stdout).toMatch(new RegExp(`^basis: ${basis}$`, 'm'));
	const alerts = await line.lookback('object', `ztf/${id}`, '--table', 'alerts');
	expect(alerts.stdout).not.toContain('Light curve');
	expect(await line.lookback('object', `ztf/${id}`, '--table', 'nothing')).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('photometry, alerts, statements')
	});
});

test('a list for people says that it goes on, and how', async () => {
	const first = await line.lookback('objects', '--limit', '2', '--basis', basis);
	expect(first.stdout).toMatch(/^2 rows, and more were left out$/m);
	const [, options] = /^next page: (.*)$/m.exec(first.stdout)!;
	const second = await line.lookback('objects', '--limit', '2', ...options!.split(' '));
	const idsIn = (text: string) => text.match(/ZTF\w+/g);
	expect(idsIn(second.stdout)).toHaveLength(2);
	expect(idsIn(second.stdout)).not.toEqual(idsIn(first.stdout));
});

test('a reader who has seen enough ends the command quietly', async () => {
	const child = runLookback(['objects', '--format', 'csv'], line.environment);
	const exit = once(child, 'exit');
	let stderr = '';
	child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	child.stdout.destroy();
	expect(await exit).toEqual([0, null]);
	expect(stderr).toBe('');
});

test.each([
	[['object', 'ztf/ZTFnothing'], 4, 'No object ztf/ZTFnothing'],
	[['object', 'Nobody'], 4, 'No object named Nobody'],
	[['event', 'nothing'], 4, 'No event nothing'],
	[['history', 'nothing'], 2, 'it wants objects/<survey>/<id>'],
	[['history'], 2, 'such as objects/ztf'],
	[['events', 'S1'], 2, 'options only'],
	[['batch', '99999'], 4, 'There is no batch 99999'],
	[['batch', 'x'], 2, 'number must be a whole number'],
	[['objects', '--known', 'gestern'], 2, "'gestern'"],
	[['objects', '--as', 'somebody'], 2, 'it must be local or anonymous'],
	[['objects', '--basis', '2020-01-01~1', '--known', '2020-01-01'], 2, "'basis' already fixes"],
	[['diff', 'objects/ztf/X', '--from', '2020-01-01'], 4, 'Nothing about objects/ztf/X']
])('%j ends with %i', async (args, code, sentence) => {
	expect(await line.lookback(...args)).toMatchObject({
		code,
		stdout: '',
		stderr: expect.stringContaining(sentence)
	});
});

function withoutNext(body: string): Record<string, unknown> {
	const answer = JSON.parse(body) as Record<string, unknown>;
	delete answer.next;
	return answer;
}
