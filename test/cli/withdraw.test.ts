import { beforeAll, expect, test } from 'vitest';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { commandLine, folderOf, type CommandLine } from './command-line.ts';

let line: CommandLine;
let alert: { id: string; object: string };
let before: string;
beforeAll(async () => {
	line = await commandLine();
	const packets = [...generateNights({ seed: 5, nights: 4, alertsPerNight: 10, stampPixels: 0 })];
	await line.lookback('ingest', folderOf(packets), '--known-at', 'observed+20m');
	const [row] = await line.database.sql<{ id: string; object: string }[]>`
		select alert_id::text as id, object_id as object from alert order by alert_id limit 1`;
	alert = row!;
	const [batch] = await line.rows('batches');
	before = `2026-01-01T00:00:00Z~${batch!.batch}`;
});

const isThere = async (...options: string[]) =>
	(await line.lookback('alert', `ztf/${alert.id}`, ...options)).code === 0;

const isMeasured = async () =>
	(await line.rows('object', `ztf/${alert.object}`)).some(({ measurement }) => measurement === alert.id);

test('an alert is withdrawn with a reason, with its measurement, and answers as of before keep it', async () => {
	const { code, stdout } = await line.lookback(
		'withdraw',
		`alerts/ztf/${alert.id}`,
		'--reason',
		'a satellite'
	);
	expect({ code, stdout }).toEqual({
		code: 0,
		stdout: expect.stringMatching(`^Withdrew alerts/ztf/${alert.id} in batch \\d+\\.\n$`)
	});
	expect(await isThere()).toBe(false);
	expect(await isMeasured()).toBe(false);
	expect(await isThere('--basis', before)).toBe(true);
	expect(await line.rows('history', `alerts/ztf/${alert.id}`)).toContainEqual(
		expect.objectContaining({ relation: 'withdrawal', what: 'withdrawn: a satellite' })
	);
	expect((await line.rows('batches'))[0]).toMatchObject({ kind: 'withdraw', actor: 'local' });
});

test('withdrawing it again is refused', async () => {
	const again = await line.lookback('withdraw', `ztf/${alert.id}`, '--reason', 'again');
	expect(again).toMatchObject({ code: 5, stderr: expect.stringContaining('is withdrawn already') });
});

test('a restoration that would be known before the withdrawal is refused', async () => {
	const early = await line.lookback(
		'restore',
		`ztf/${alert.id}`,
		'--reason',
		'early',
		'--known-at',
		'2024-01-01'
	);
	expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining('must be known after') });
});

test('a later verdict restores it, and the time between stays without it', async () => {
	const [withdrawn] = await line.rows('batches');
	expect(await line.lookback('restore', `ztf/${alert.id}`, '--reason', 'no satellite')).toMatchObject({
		code: 0
	});
	expect(await isThere()).toBe(true);
	expect(await isMeasured()).toBe(true);
	expect(await isThere('--batch', String(withdrawn!.batch))).toBe(false);
	expect(await line.lookback('restore', `ztf/${alert.id}`, '--reason', 'twice')).toMatchObject({
		code: 5,
		stderr: expect.stringContaining('is not withdrawn')
	});
	expect(await line.lookback('verify')).toMatchObject({ code: 0 });
});

test('a withdrawal may be known from an earlier moment', async () => {
	const [other] = await line.database.sql<{ id: string }[]>`
		select alert_id::text as id from alert where alert_id::text <> ${alert.id} order by alert_id limit 1`;
	await line.lookback('withdraw', `ztf/${other!.id}`, '--reason', 'told in 2024', '--known-at', '2024-01-01');
	expect(await line.lookback('alert', `ztf/${other!.id}`, '--known', '2023-12-31')).toMatchObject({
		code: 0
	});
	expect(await line.lookback('alert', `ztf/${other!.id}`, '--known', '2024-01-02')).toMatchObject({
		code: 4
	});
});

test.each([
	[['ztf/12'], 2, '--reason is missing'],
	[['ztf/12', '--reason', 'x'], 4, 'There is no alert ztf/12'],
	[['ztf/x', '--reason', 'x'], 2, 'id must be a whole number'],
	[['12', '--reason', 'x'], 2, 'such as ztf/'],
	[['ztf/12', '--reason', ' '], 2, 'wants a reason']
])('withdraw %j ends with %i', async (args, code, sentence) => {
	expect(await line.lookback('withdraw', ...args)).toMatchObject({
		code,
		stderr: expect.stringContaining(sentence)
	});
});
