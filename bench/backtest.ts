import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { localViewer } from '#lib/access/viewer.server.ts';
import { folderStore, ingest, openPaths, parseKnownRule } from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { carryOutBackTest } from '#lib/versioning/backtest/index.server.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { storedAnalysis } from '../test/versioning/backtest/stored-analysis.ts';
import { targetLine } from './support/figures.ts';
import { packetArchive, workFolder } from './support/packets.ts';
import { describeMachine, loadLine, serverUrl, withFreshDatabase } from './support/server.ts';
import { measured } from './support/usage.ts';

/*
 * A month of nights, and a JavaScript filter over light curves that walks through it: with every change, by the hour
 * and by batches. Rows that the database read are counted: they are the same however often a walk steps.
 */

const nights = { seed: 11, nights: 30, alertsPerNight: Number(process.argv[3] ?? 1500), stampPixels: 5 };
const target = 5000;

const manifest = {
	name: 'rising',
	title: 'Young and rising',
	runtime: { kind: 'js', module: 'main.js' },
	inputs: { objects: { of: 'objects', with: ['photometry'] } },
	each: 'objects',
	emits: { selections: true }
};

const filter = `export default ({ object, photometry }) => {
	const seen = photometry.filter(({ kind, real_bogus }) => kind === 'detection' && (real_bogus ?? 1) > 0.5);
	if (seen.length < 3) return [];
	const days = (row) => Date.parse(row.observed_at) / 86400000;
	const bands = Map.groupBy(seen, ({ band }) => band);
	for (const rows of bands.values()) {
		if (rows.length < 2) continue;
		const [first, last] = [rows[0], rows.at(-1)];
		const slope = (last.mag - first.mag) / (days(last) - days(first));
		if (slope < -0.05 && last.mag < 20 && days(last) - days(seen[0]) < 15)
			return [{ select: 'objects/' + object.survey + '/' + object.object_id, score: -slope }];
	}
	return [];
};
`;

const server = serverUrl();
console.log(await describeMachine(server));
const path = await packetArchive(nights);
await withFreshDatabase(server, 'bench_backtest', async (url) => {
	mkdirSync(workFolder, { recursive: true });
	const dataDir = mkdtempSync(join(workFolder, 'backtest-'));
	const database = openDatabase(url, { role: 'lookback_app' });
	const archive = { database, store: folderStore(dataDir), software: openSoftware(dataDir) };
	await ingest(database, archive.store, openPaths([path]), {
		actor: 'bench',
		note: 'bench/backtest.ts',
		rule: parseKnownRule('observed+20m'),
		now: () => (Date.now() * 1000) as Instant
	});
	await database.sql`analyze`;
	const commit = await storedAnalysis(archive, 'rising', {
		'analysis.json': JSON.stringify(manifest),
		'main.js': filter
	});
	const [told] = await database.sql<{ from: Instant; to: Instant; alerts: number; measurements: number }[]>`
		select min(known_at) as from, max(known_at) as to, count(*)::integer as alerts,
			(select count(*)::integer from photometry) as measurements
		from alert`;
	console.log(`${told!.alerts} alerts, ${told!.measurements} measurements; ${loadLine()}`);
	for (const every of process.argv[4]?.split(',') ?? ['alert', '1h', 'batch']) {
		const [before, childrenBefore] = [await rowsRead(database), sessionSec()];
		let evaluated = 0;
		const { value, usage } = await measured(async () =>
			carryOutBackTest(
				{
					...archive,
					dataDir,
					viewer: await localViewer(database),
					now: (Date.now() * 1000) as Instant,
					signal: new AbortController().signal,
					onProgress: (_objects, _total, evaluations) => (evaluated = evaluations)
				},
				{
					name: 'rising',
					commit,
					parameters: {},
					audience: 'public',
					from: told!.from,
					to: told!.to,
					every,
					survey: null,
					label: null,
					labelKnownAt: null,
					trusted: false
				}
			)
		);
		value.forget();
		const { summary } = value.document;
		const perSec = evaluated / usage.wallSec;
		console.log(`
every ${every}: ${summary.objects} objects, ${summary.evaluations} evaluations as known and ${evaluated - summary.evaluations} by the cut in ${usage.wallSec.toFixed(1)} s (processor time: ${usage.cpuSec.toFixed(1)} s here, ${(sessionSec() - childrenBefore).toFixed(1)} s of sessions; ${usage.peakRssMb.toFixed(0)} MB)
${summary.selected} selected, ${summary.cut.selected} by the cut; leaks ${summary.leaks.map(({ kind, facts }) => `${facts} ${kind}`).join(', ')}
rows that the database read: ${(await rowsRead(database)) - before}`);
		if (every === 'alert')
			console.log(
				targetLine(
					`${target} evaluations/s on ${availableParallelism()} cores`,
					`${perSec.toFixed(0)} evaluations/s`,
					perSec >= target
				)
			);
	}
	await database.close();
});

/** Rows that all queries so far fetched or scanned. */
async function rowsRead({ sql }: Database): Promise<number> {
	// what a connection did is told a second later
	await new Promise((resolve) => setTimeout(resolve, 1500));
	await sql`select pg_stat_clear_snapshot()`;
	const [row] = await sql<{ rows: number }[]>`
		select (tup_returned + tup_fetched)::float8 as rows from pg_stat_database where datname = current_database()`;
	return row!.rows;
}

/** Processor time of the sessions that ended so far: field 16 and 17 of Linux's `stat`, in hundredths of a second. */
function sessionSec(): number {
	const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ');
	return (Number(fields[13]) + Number(fields[14])) / 100;
}
