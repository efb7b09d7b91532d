import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#lib/sky/time.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { carriedOut } from '../cli/command-line.ts';
import { filesOf, keep } from './analyses.ts';

let archive: SmallArchive;
let known: string;
beforeAll(async () => {
	archive = await smallArchive();
	const [told] = await archive.database.sql<{ to: Instant }[]>`select max(known_at) as to from alert`;
	known = formatInstant(told!.to);
	const manifest = { name: 'all', inputs: { objects: { of: 'objects' as const } }, each: 'objects' };
	await keep(
		archive,
		filesOf(
			manifest,
			`export default ({ object }) => ({ select: 'objects/' + object.survey + '/' + object.object_id });`
		)
	);
});

const lookback = (...args: string[]) =>
	carriedOut(args, { DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });

describe('lookback run', () => {
	it('tells its own basis and no other, and the digest of what it said', async () => {
		const { code, stdout } = await lookback('run', 'all', '--known', known);
		expect(code).toBe(0);
		expect(stdout).toMatch(new RegExp(`^Run r[0-9a-f]{12} of all@[0-9a-f]{40} at ${known}~\\d+\n`));
		expect(stdout).toMatch(/^digest of all: [0-9a-f]{64}$/m);
		expect(stdout).not.toMatch(/^basis: /m);
	});

	it('writes its outputs in any format, and nothing else beside them', async () => {
		const { code, stdout, stderr } = await lookback('run', 'all', '--known', known, '--format', 'ndjson');
		expect(code).toBe(0);
		const rows = stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { kind: string });
		expect(rows.length).toBeGreaterThan(3);
		expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['selection']));
		expect(stderr).toMatch(/^Run r[0-9a-f]{12} of all@/m);
	});

	it.each([
		[['--format', 'xml'], '--format is "xml"; it must be one of'],
		[['--parameter', 'least'], '--parameter must be <name>=<value>; got "least".']
	])('%j is refused with a sentence', async (args, sentence) => {
		const { code, stderr } = await lookback('run', 'all', ...args);
		expect(stderr).toContain(sentence);
		expect(code).toBeGreaterThan(0);
	});
});

describe('lookback decision', () => {
	it('tells the digest of all its evidence and the first facts; all of them where they are asked for', async () => {
		const [{ subject }] = await archive.database.sql<[{ subject: string }]>`
			select 'objects/' || survey || '/' || object_id as subject
			from photometry where collection = 'ztf.public'
			group by survey, object_id order by count(*) desc limit 1`;
		const decided = await lookback(
			'decide',
			subject,
			'--action',
			'ignore',
			'--reason',
			'so',
			'--known',
			known
		);
		const [, id] = /^Decision (d[0-9a-f]{12}) about/.exec(decided.stdout)!;
		const { stdout } = await lookback('decision', id!);
		const [, digest] = /^digest of all: ([0-9a-f]{32})$/m.exec(stdout)!;
		const [, more] = /^cut here: (\d+) more; --table evidence tells all$/m.exec(stdout)!;
		expect(stdout.match(/^(alerts|photometry|object) .*[0-9a-f]{16}$/gm)!.length).toBeLessThanOrEqual(10);
		const all = await lookback('decision', id!, '--table', 'evidence');
		expect(all.stdout).toContain(`digest of all: ${digest}`);
		expect(all.stdout).toMatch(new RegExp(`^${10 + Number(more)} rows$`, 'm'));
		expect(all.stdout).not.toContain('cut here');
	});

	it('wants words for action and reason, whether none are given or blank ones', async () => {
		const decide = async (...args: string[]) =>
			(await lookback('decide', 'objects/ztf/x', '--action', 'ignore', ...args)).stderr;
		const sentence = 'The reason of a decision wants words';
		expect(await decide()).toContain(sentence);
		expect(await decide('--reason', '')).toContain(sentence);
		expect(await decide('--reason', '  ')).toContain(sentence);
	});
});

describe('lookback replay', () => {
	it('of what is no run, decision or plan says so', async () => {
		const { code, stderr } = await lookback('replay', 'banana');
		expect(stderr).toContain(
			"'banana' is no name of a run, a decision or a plan (r, d or p, and 12 hexadecimal digits)"
		);
		expect(code).toBeGreaterThan(0);
	});
});
