import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { generateNotices } from '#lib/archive/demo/notices.ts';
import { voevent } from '#lib/archive/demo/voevent.ts';
import { runLookback, startPortal } from '../support/portal.ts';
import { sample, samples } from '../support/samples.ts';
import { commandLine, ended, folderOf, type CommandLine } from './command-line.ts';

const few = { seed: 5, nights: 4, alertsPerNight: 10, stampPixels: 0 };

describe('a folder of packets', () => {
	let line: CommandLine;
	let folder: string;
	let packets: number;
	beforeAll(async () => {
		line = await commandLine();
		const nights = [...generateNights(few)];
		packets = nights.length;
		folder = folderOf(nights);
		writeFileSync(join(folder, 'README'), 'No packet, but kept.');
	});

	test('is recorded, what cannot be read is quarantined, and the exit code is 0', async () => {
		const { code, stdout, stderr } = await line.lookback('ingest', folder, '--known-at', 'observed+20m');
		expect(code).toBe(0);
		expect(stdout).toMatch(new RegExp(`^ztf +avro +${packets} +${packets} +0 +0$`, 'm'));
		expect(stdout).toMatch(/^unknown +unknown +1 +0 +1 +0$/m);
		expect(stderr).toContain(`${packets + 1} packets recorded`);
		expect(stderr).toContain('1 quarantined (packets or records of them)');
		expect(stderr).toContain('archive/unrecognised');
		expect(await line.rows('quarantine')).toMatchObject([
			{ code: 'archive/unrecognised', name: expect.stringContaining('README') }
		]);
	});

	test('is known twenty minutes after it was observed, by the word of who loads it', async () => {
		const [alert] = await line.database.sql<{ late: number; known_from: string }[]>`
			select extract(epoch from max(known_at - observed_at))::float8 as late, max(known_from) as known_from from alert`;
		expect(alert).toEqual({ late: 1200, known_from: 'assumed' });
	});

	test('changes nothing when it is loaded again', async () => {
		const before = await line.rows('batches');
		const { code, stderr } = await line.lookback('ingest', folder, '--known-at', 'observed+20m');
		expect({ code, stderr }).toMatchObject({
			code: 0,
			stderr: expect.stringMatching(
				new RegExp(`^0 packets recorded in 0 batches, .*, ${packets + 1} on record already\\.$`, 'm')
			)
		});
		expect(await line.rows('batches')).toEqual(before);
	});

	test('a database that goes in the midst of it is told in one sentence, and nothing is recorded by halves', async () => {
		const other = await commandLine();
		await other.lookback('migrate');
		await other.database.sql.unsafe(`
			create function cut_off() returns trigger language plpgsql security definer
			as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
			create trigger cut_off before insert on packet execute function cut_off()`);
		const { code, stderr } = await other.lookback('ingest', folder);
		expect({ code, stderr }).toEqual({
			code: 8,
			stderr: 'lookback: The connection to the database broke off; try again soon.\n'
		});
		await other.database.sql`drop trigger cut_off on packet`;
		expect(await other.rows('batches')).toEqual([]);
		expect((await other.lookback('ingest', folder)).stderr).toContain(`${packets + 1} packets recorded`);
	});

	test('a report as CSV has a line a source, and nothing else on stdout', async () => {
		const { stdout } = await line.lookback('ingest', folder, '--format', 'csv');
		expect(stdout.split('\r\n')[0]).toBe('source,format,packets,records,refused,repeated');
		expect(stdout.split('\r\n')).toHaveLength(4);
	});
});

test('packets are in the collection that is asked for, and the public does not see them', async () => {
	const [closed, open] = [await commandLine(), await commandLine()];
	const folder = folderOf(generateNotices());
	await closed.lookback('ingest', folder, '--collection', 'gcn.embargoed');
	await open.lookback('ingest', folder);
	const events = await open.rows('events');
	expect(events.length).toBeGreaterThan(0);
	expect(await closed.rows('events')).toEqual(events);
	expect(await open.rows('events', '--as', 'anonymous')).toEqual(events);
	expect(await closed.rows('events', '--as', 'anonymous')).toEqual([]);
});

test('a path that is not there is refused in one sentence before anything is read', async () => {
	const line = await commandLine();
	const { code, stderr } = await line.lookback('ingest', folderOf([]), '/no/such/path');
	expect({ code, stderr }).toEqual({
		code: 4,
		stderr: 'lookback: There is no file or folder /no/such/path.\n'
	});
	expect(await line.lookback('ingest')).toMatchObject({ code: 2 });
	expect(await line.lookback('ingest', '.', '--known-at', 'soon')).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("'soon'")
	});
	expect(await line.rows('batches')).toEqual([]);
});

test('beside a running portal packets are recorded in its archive, which shows them at once', async () => {
	const portal = await startPortal({});
	const page = `${portal.address}/events/S250101zz.json`;
	expect((await fetch(page)).status).toBe(404);
	const notice = voevent({
		ivorn: 'ivo://gwnet/LVC#S250101zz-1-Preliminary',
		issued: '2025-01-01T00:05:00',
		eventTime: '2025-01-01T00:00:00',
		params: [
			['GraceID', 'S250101zz'],
			['AlertType', 'Preliminary']
		]
	});
	const folder = folderOf([{ name: 'notice.xml', bytes: notice }]);
	const end = await ended(runLookback(['ingest', folder], { LOOKBACK_DATA: portal.dataDir }));
	expect(end).toMatchObject({ code: 0, stderr: expect.stringMatching(/^1 packet recorded in 1 batch,/) });
	expect(await (await fetch(page)).json()).toMatchObject({ event: { event: 'S250101zz', notices: 1 } });
});

describe('an ingest that is cut off', () => {
	let folder: string;
	let wanted: unknown[];
	beforeAll(async () => {
		folder = folderOf([...generateNights({ seed: 6, nights: 60, alertsPerNight: 50, stampPixels: 0 })]);
		const line = await commandLine();
		await line.lookback('ingest', folder, '--known-at', 'observed');
		wanted = await alertsOf(line);
	});

	test('by Ctrl-C says what is recorded, and the same command completes it', async () => {
		const line = await commandLine();
		const child = runLookback(['ingest', folder, '--known-at', 'observed'], line.environment);
		const end = ended(child);
		await firstBatch(line);
		child.kill('SIGINT');
		const { code, stderr } = await end;
		expect(code).toBe(130);
		expect(stderr).toMatch(/^Interrupted: /m);
		const [, packets] = /^(\d+) packets recorded/m.exec(stderr) ?? [];
		const [row] = await line.database.sql<{ count: number }[]>`select count(*)::integer as count from packet`;
		expect(row!.count).toBe(Number(packets));
		expect(row!.count).toBeLessThan(wanted.length);
		await line.lookback('ingest', folder, '--known-at', 'observed');
		expect(await alertsOf(line)).toEqual(wanted);
		expect(await line.lookback('verify')).toMatchObject({ code: 0 });
	});

	test('by kill -9 is completed by the same command, and nothing is there twice', async () => {
		const line = await commandLine();
		const child = runLookback(['ingest', folder, '--known-at', 'observed'], line.environment);
		const gone = once(child, 'exit');
		await firstBatch(line);
		child.kill('SIGKILL');
		await gone;
		await line.lookback('ingest', folder, '--known-at', 'observed');
		expect(await alertsOf(line)).toEqual(wanted);
		expect(await line.lookback('verify')).toMatchObject({ code: 0 });
	});
});

describe.skipIf(!samples)('real packets', () => {
	test('of programs that are not public are recorded and seen on this machine alone', async () => {
		const line = await commandLine();
		const { code } = await line.lookback(
			'ingest',
			sample('ztf/ztf-avro-alert'),
			'--known-at',
			'observed+20m'
		);
		expect(code).toBe(0);
		const all = await line.rows('objects');
		const open = await line.rows('objects', '--as', 'anonymous');
		expect(all.length).toBeGreaterThan(open.length);
	});
});

async function firstBatch({ database }: CommandLine): Promise<void> {
	for (;;) {
		const [row] = await database.sql<{ count: number }[]>`select count(*)::integer as count from batch`;
		if (row!.count > 0) return;
		await sleep(20);
	}
}

async function alertsOf({ database }: CommandLine): Promise<unknown[]> {
	return [
		...(await database.sql`
			select survey, alert_id, version, known_at, count(*)::integer
			from alert
			group by survey, alert_id, version, known_at
			order by survey, alert_id, version, known_at`)
	];
}
