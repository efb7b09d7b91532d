import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { testFolder } from '../support/folder.ts';
import { commandLine, type CommandLine } from './command-line.ts';

let cli: CommandLine;
const folder = testFolder();

beforeAll(async () => {
	cli = await commandLine();
	const seeded = await cli.lookback('facility', 'seed');
	expect(seeded.stderr).toBe('');
});

const row = (id: number, more: object = {}) => ({
	...{ id, ra: 196.9, dec: -23.8, instrumentid: 47, instrument_name: 'ZTF', status: 'completed' },
	...{ band: 'r', depth: 20.5, depth_unit: 'ab_mag', time: '2019-04-25T09:00:00' },
	...more
});

it('pointings are imported once, those that are not taken are told, and exported again', async () => {
	const path = join(folder, 'pointings.json');
	writeFileSync(
		path,
		JSON.stringify({
			graceid: 'S190425z',
			pointings: [row(1), row(2, { status: 'planned' }), row(3, { status: 'cancelled' }), row(4, { ra: 361 })]
		})
	);
	const first = await cli.lookback('pointing', 'import', path, '--known-at', '2019-04-26');
	expect(first).toMatchObject({ code: 0, stdout: '2 of 2 pointings recorded.\n' });
	expect(first.stderr).toMatch(
		/^2 were not taken:\n {2}pointing 3: It was cancelled, and tells of no pointing\.\n {2}The pointing treasure-map 4 .* must have 0 <= ra < 360 .*\n$/
	);
	const again = await cli.lookback('pointing', 'import', path);
	expect(again.stdout).toBe('0 of 2 pointings recorded; the others are on record in the same words.\n');

	const rows = await cli.rows('pointings', '--event', 'S190425z');
	expect(rows.map(({ pointing, is_executed, known_at }) => [pointing, is_executed, known_at])).toEqual([
		['treasure-map 2', false, '2019-04-26T00:00:00Z'],
		['treasure-map 1', true, '2019-04-26T00:00:00Z']
	]);
	expect(await cli.rows('pointings', '--known', '2019-04-25T12:00:00Z')).toEqual([]);

	const output = join(folder, 'moc.json');
	const moc = await cli.lookback('export', 'facilities/palomar-48', 'moc.json', '--output', output);
	expect(moc).toMatchObject({ code: 0, stdout: '', stderr: '' });
	expect(Object.keys(JSON.parse(readFileSync(output, 'utf8')) as object)).toContain('12');
	const circular = await cli.lookback('export', 'schedule', 'circular', '--known', '2020-01-01');
	expect(circular.stdout).toMatch(/We observed 1 field\b/);
	const none = await cli.lookback('export', 'facilities/palomar-48', 'lco.json');
	expect(none.stdout).toBe('[]\n');
	const either = await cli.lookback('export', 'schedule', 'moc');
	expect(either.stderr).toContain("The export 'moc' could be moc.fits or moc.json.");
	const unknown = await cli.lookback('export', 'schedule', 'horoscope');
	expect(unknown).toMatchObject({ code: 2 });
	expect(unknown.stderr).toMatch(/There is no export 'horoscope'; there are calendar\.ics, /);
});

it('a file that has no pointings ends in a sentence', async () => {
	const path = join(folder, 'notes.txt');
	writeFileSync(path, 'we looked up');
	const { code, stdout, stderr } = await cli.lookback('pointing', 'import', path);
	expect([code, stdout]).toEqual([2, '0 of 0 pointings recorded.\n']);
	expect(stderr).toContain('has no pointings that are understood');
	expect(stderr).toContain('No pointing was read; see the reasons above.');
});

it('a calendar closes a facility', async () => {
	const path = join(folder, 'works.ics');
	const event = (summary: string, more: string[] = []) => [
		'BEGIN:VEVENT',
		`SUMMARY:${summary}`,
		'DTSTART:20300101T000000Z',
		'DTEND:20300103T000000Z',
		...more,
		'END:VEVENT'
	];
	const calendar = [
		'BEGIN:VCALENDAR',
		...event('Engineering\\, all night'),
		...event('Weekly', ['RRULE:FREQ=WEEKLY']),
		'END:VCALENDAR',
		''
	];
	writeFileSync(path, calendar.join('\r\n'));
	const first = await cli.lookback('facility', 'closures', 'swope', path);
	expect(first.stdout).toBe('1 of 1 closures recorded.\n');
	expect(first.stderr).toMatch(/^Weekly: it repeats/);
	const shown = await cli.lookback('facility', 'show', 'swope');
	expect(shown.stdout).toMatch(
		/closures:\n +- from: 2030-01-01T00:00:00Z\n +to: 2030-01-03T00:00:00Z\n +reason: Engineering, all night\n +isPrivate: false\n/
	);
	expect((await cli.lookback('facility', 'closures', 'swope', path)).stdout).toBe(
		'0 of 1 closures recorded; the others are on record in the same words.\n'
	);
});

it('blocks that are at odds are told, where there are some', async () => {
	expect((await cli.lookback('schedule', 'conflicts')).stdout).toBe('No blocks are at odds.\n');
	expect(await cli.rows('schedule', 'conflicts', '--from', '2026-06-01')).toEqual([]);
});

it('no system is asked where none is listed', async () => {
	const { code, stderr } = await cli.lookback('schedule', 'sync');
	expect(code).toBe(4);
	expect(stderr).toMatch(/No facility has a system to be asked/);
	writeFileSync(
		join(cli.dataDir, 'adapters.json'),
		JSON.stringify([{ kind: 'json', name: 'p60', facilities: ['palomar-60'], url: 'http://127.0.0.1:9' }])
	);
	const idle = await cli.lookback('schedule', 'sync');
	expect(idle).toMatchObject({ code: 0, stdout: 'p60: submitted 0, cancelled 0.\n' });
});
