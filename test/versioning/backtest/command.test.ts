import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { Instant } from '#lib/sky/time.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../../support/archive.ts';
import { testFolder } from '../../support/folder.ts';
import { carriedOut } from '../../cli/command-line.ts';
import { storedAnalysis } from './stored-analysis.ts';

let archive: SmallArchive;
let span: string[];
beforeAll(async () => {
	archive = await smallArchive();
	const [told] = await archive.database.sql<{ from: Instant; to: Instant }[]>`
		select min(known_at) as from, max(known_at) as to from alert`;
	span = ['--from', formatInstant(told!.from), '--to', formatInstant(told!.to)];
	await storedAnalysis(archive, 'rising', {
		'analysis.json': JSON.stringify({
			name: 'rising',
			title: 'Rising',
			runtime: { kind: 'js', module: 'main.js' },
			inputs: { objects: { of: 'objects' } },
			each: 'objects',
			parameters: { least: { type: 'number', default: 1, description: 'Alerts' } },
			emits: { selections: true }
		}),
		'main.js': `export default ({ object }, { parameters }) =>
			object.alerts < parameters.least ? [] : [{ select: 'objects/' + object.survey + '/' + object.object_id }];\n`
	});
});

const lookback = (...args: string[]) =>
	carriedOut(args, { DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });

it('lookback backtest writes a table of selections, records it once, and tells of it again', async () => {
	const command = ['backtest', 'rising', ...span, '--parameter', 'least=2', '--format', 'ndjson'];
	const first = await lookback(...command);
	expect(first.stderr).toMatch(/On record as backtests\/[0-9a-f]{16}\.\n/);
	expect(first.code).toBe(0);
	const rows = first.stdout
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as Record<string, unknown>);
	expect(rows.length).toBeGreaterThan(3);
	expect(Object.keys(rows[0]!)).toEqual(expect.arrayContaining(['subject', 'selected_at', 'latency_sec']));
	const [, id] = /backtests\/([0-9a-f]{16})/.exec(first.stderr)!;
	const listed = await lookback('backtests', '--format', 'json');
	expect((JSON.parse(listed.stdout) as { backtests: object[] }).backtests).toMatchObject([
		{ backtest: id, analysis: 'rising', parameters: { least: 2 }, selected: rows.length }
	]);
});

it('says how complete and how pure what it would have selected is, and how late', async () => {
	const file = join(testFolder(), 'labels.csv');
	writeFileSync(file, `subject\n${(await ofSurvey()).join('\n')}\n`);
	const { stderr } = await lookback('backtest', 'rising', ...span, '--label', file, '--format', 'ndjson');
	expect(stderr).toMatch(
		/Selected \d+ in \d+ evaluations of \d+ objects, half of them within \S+ \w+ of their/
	);
	expect(stderr).toMatch(/completeness 100 % \((\d+) of \1\), purity [\d.]+ %/);
	expect(stderr).toMatch(/the cut at epochs would have had completeness [\d.]+ %, purity [\d.]+ %\./);
});

/** Three objects that have alerts. */
async function ofSurvey(): Promise<string[]> {
	const rows = await archive.database.sql<{ subject: string }[]>`
		select distinct 'objects/' || survey || '/' || object_id as subject from alert order by 1 limit 3`;
	return rows.map(({ subject }) => subject);
}

it.each([
	[['backtest', 'rising', '--from', '2021-09-01'], '--to is missing; it wants a moment.'],
	[['backtest', 'none', '--from', '2021-09-01', '--to', '2021-09-02'], 'No analysis "none" is known then'],
	[
		['backtest', 'rising', '--from', '2021-09-02', '--to', '2021-09-01'],
		'from an earlier moment to a later one'
	],
	[
		['backtest', 'rising', '--from', '2021-09-01', '--to', '2021-09-02', '--every', 'now and then'],
		'--every must be'
	],
	[['backtest', 'rising', '--from', '2021-09-01', '--to', '2021-09-02', '--label', 'tns'], '--label must be'],
	[['provenance', 'nothing'], "'nothing' has no provenance"]
])('lookback %j says what is wrong', async (args, sentence) => {
	const { code, stderr } = await lookback(...args);
	expect(stderr).toContain(sentence);
	expect(code).toBeGreaterThan(0);
});
