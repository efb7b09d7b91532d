import { cone, readObject, searchObjects, type Question } from '#lib/archive/index.server.ts';
import { asOf } from '#lib/archive/read/as-of.server.ts';
import { within } from '#lib/archive/read/objects-among.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { percentile, targetLine } from './support/figures.ts';
import { alertsPerObject, fillArchive, filledObject, firstSecond, seconds } from './support/fill.ts';
import { readPages } from './support/pages.ts';
import { describeMachine, loadLine, onServer, serverUrl, withFreshDatabase } from './support/server.ts';

const alerts = Number(process.argv[3] ?? 10_000_000);
const withdrawals = 40_000;
const objects = alerts / alertsPerObject;
const askedTimes = 300;
const cones = [
	{ name: 'cone of 5 arcsec', radiusArcsec: 5 },
	{ name: 'cone of 60 arcsec', radiusArcsec: 60 },
	{ name: 'cone of 1 degree', radiusArcsec: 3600 }
];

type Asked = (question: Question, n: number) => Promise<unknown>;

const server = serverUrl();
console.log(await describeMachine(server));
await withFreshDatabase(server, 'bench_read', async (url) => {
	console.log(`Filling in ${alerts} alerts by SQL, not through the ledger.`);
	await onServer(url, (sql) => fillArchive(sql, { alerts, withdrawals }));
	await readAll(url, 'rows');
	await readPages(
		url,
		Array.from({ length: askedTimes }, (_, i) => sampled(i)),
		objects
	);
	if (await compressed(url)) await readAll(url, 'columnstore');
});

/** TimescaleDB: turns every chunk into the columnstore, as its policy does after 90 days. Says whether there are any. */
async function compressed(url: string): Promise<boolean> {
	return onServer(url, async (sql) => {
		const [extension] = await sql`select from pg_extension where extname = 'timescaledb'`;
		if (!extension) return false;
		for (const relation of ['alert', 'photometry']) {
			const chunks = await sql<{ chunk: string }[]>`select show_chunks(${relation}::regclass)::text as chunk`;
			for (const { chunk } of chunks) await sql`call convert_to_columnstore(${chunk}::regclass)`;
		}
		await sql`vacuum analyze`;
		return true;
	});
}

async function readAll(url: string, storage: string): Promise<void> {
	console.log(`\n${storage}, ${loadLine()}`);
	const database = openDatabase(url, { role: 'lookback_app', max: 4 });
	try {
		for (const { name, radiusArcsec } of cones) {
			const region = (n: number) => {
				const { raDeg, decDeg } = filledObject(n, objects);
				return cone(raDeg, decDeg, radiusArcsec);
			};
			const inTime: Asked = async ({ database: { sql }, ...rest }, n) =>
				sql`select * from ${asOf({ database, ...rest }, 'alert')} a where ${within(sql, region(n))}`;
			const timeless: Asked = ({ database: { sql } }, n) =>
				sql`select * from alert a where ${within(sql, region(n))}`;
			await compare(database, name, 20, inTime, timeless);
			const asPage: Asked = (question, n) => searchObjects(question, { region: region(n), limit: 100 });
			await report(database, `${name}, its objects in order`, 20, asPage);
		}
		const page: Asked = (question, n) => readObject(question, 'ztf', filledObject(n, objects).objectId);
		await compare(database, "an object's page", 30, page, (question, n) => timelessPage(question, n));
	} finally {
		await database.close();
	}
}

/** What `readObject` asks, without any condition of time. */
async function timelessPage({ database: { sql } }: Question, n: number): Promise<unknown> {
	const { objectId } = filledObject(n, objects);
	const alertRows = async () => {
		const places = await sql<{ hpx: bigint; observed_at: Instant }[]>`
			select hpx, observed_at from locator where object_id = ${objectId} and survey = 'ztf'`;
		const times = places.map((place) => place.observed_at).sort((a, b) => a - b);
		const cells = places.map((place) => place.hpx);
		return sql`
			select * from alert a
			where a.hpx = any(${cells.map(String)}::bigint[]) and a.observed_at >= ${times[0]!}
				and a.observed_at <= ${times.at(-1)!} and a.survey = 'ztf' and a.object_id = ${objectId}
			order by a.observed_at, a.alert_id`;
	};
	const photometryRows = async () => {
		const [place] = await sql<{ hpx: bigint }[]>`
			select hpx from object where object_id = ${objectId} and survey = 'ztf'`;
		return sql`
			select * from photometry p
			where p.hpx = ${place!.hpx} and p.survey = 'ztf' and p.object_id = ${objectId}
			order by p.observed_at, p.measurement`;
	};
	const statementRows = () => sql`select * from statement s where s.subject = ${`objects/ztf/${objectId}`}`;
	return Promise.all([alertRows(), photometryRows(), statementRows()]);
}

async function compare(database: Database, name: string, targetMs: number, inTime: Asked, timeless: Asked) {
	const timed = await times(database, [inTime, timeless]);
	const [p95, p95Timeless] = timed.map((one) => percentile(one, 0.95)) as [number, number];
	const [p50, p50Timeless] = timed.map((one) => percentile(one, 0.5)) as [number, number];
	const ratio = p50 / p50Timeless;
	console.log(`${name}: as of (T, B) p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms; \
without time p50 ${p50Timeless.toFixed(1)} ms, p95 ${p95Timeless.toFixed(1)} ms`);
	console.log(targetLine(`p95 under ${targetMs} ms`, `${p95.toFixed(1)} ms`, p95 < targetMs));
	console.log(
		targetLine(
			'within 1.5 times of the same without time',
			`${ratio.toFixed(2)} at p50, ${(p95 / p95Timeless).toFixed(2)} at p95`,
			ratio <= 1.5
		)
	);
}

async function report(database: Database, name: string, targetMs: number, asked: Asked) {
	const [timed] = (await times(database, [asked])) as [number[]];
	const p95 = percentile(timed, 0.95);
	console.log(targetLine(`${name}, p95 under ${targetMs} ms`, `${p95.toFixed(1)} ms`, p95 < targetMs));
}

/** Milliseconds of each of `kinds`, asked in turn about the same objects and bases, after a tenth to warm up. */
async function times(database: Database, kinds: readonly Asked[]): Promise<number[][]> {
	const timed = kinds.map((): number[] => []);
	for (let i = -askedTimes / 10; i < askedTimes; i++) {
		const { share, n, knownAt } = sampled(i);
		const question: Question = {
			database,
			basis: {
				knownAt,
				batch: BigInt(Math.floor((alerts / 2000) * (0.5 + 0.5 * share)))
			} as Question['basis'],
			viewer: {
				kind: 'public' as const,
				name: 'bench',
				collections: ['ztf.public'],
				opening: new Map(),
				widensAt: null,
				roles: new Map(),
				isAdministrator: false,
				mayWrite: false
			}
		};
		// the one that goes first warms the cache for the other
		const order = i % 2 === 0 ? [...kinds.keys()] : [...kinds.keys()].reverse();
		for (const kind of order) {
			const begin = performance.now();
			try {
				await kinds[kind]!(question, n);
			} catch (error) {
				// an object of which nothing was known yet
				if ((error as { kind?: string }).kind !== 'not-found') throw error;
			}
			if (i >= 0) timed[kind]!.push(performance.now() - begin);
		}
	}
	return timed;
}

/** Question `i`: a place and a moment, spread evenly (golden ratio, plastic number). */
function sampled(i: number): { share: number; n: number; knownAt: Instant } {
	const share = ((i + askedTimes) * 0.618034) % 1;
	const n = Math.floor((((i + askedTimes) * 0.754877) % 1) * objects);
	return { share, n, knownAt: (Math.round(firstSecond + (0.2 + 0.8 * share) * seconds) * 1e6) as Instant };
}
