import { generateNights } from '#lib/archive/demo/nights.ts';
import { generateNotices } from '#lib/archive/demo/notices.ts';
import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import type { Answer } from './support/asking.ts';
import { together, type Answers } from './support/crowd.ts';
import { percentile, targetLine } from './support/figures.ts';
import { startPortal, type BenchPortal } from './support/portal.ts';
import { describeMachine, loadLine, serverUrl, withFreshDatabase } from './support/server.ts';
import { takePackets } from './support/take.ts';
import { reader, writer, type Place } from './support/visits.ts';

const seconds = Number(process.argv[3] ?? 60);
const warmUpSeconds = 5;
const readers = 200;
const writers = 20;
const sky = { seed: 5, nights: 40, alertsPerNight: 100, stampPixels: 63 };
const target = { pageMs: 300, residentMb: 1000 };

const server = serverUrl();
console.log(await describeMachine(server));
await withFreshDatabase(server, 'bench_load', async (url) => {
	const portal = await startPortal(url);
	try {
		const { places, events } = await fill(url, portal.dataDir);
		const crowds = [
			{ size: readers, act: reader(portal, places, events) },
			{ size: writers, act: writer(portal) }
		];
		// a portal just started compiles what it runs for the first time
		await together([{ ...crowds[0]!, size: 4 }], warmUpSeconds, 0);
		for (const { name, pauseMs } of [
			{ name: 'a second of thought after each answer', pauseMs: 1000 },
			{ name: 'no pause at all', pauseMs: 0 }
		]) {
			console.log(`\n${readers} readers and ${writers} writers for ${seconds} s, ${name}; ${loadLine()}`);
			const memory = watch(portal);
			const [read, written] = (await together(crowds, seconds, pauseMs)) as [Answers, Answers];
			const residentMb = await memory.stop();
			tell(new Map([...read, ...written]));
			judge(read, written, residentMb);
		}
	} finally {
		await portal.stop();
	}
});

/** A generated sky and some events, taken in as they would be. */
async function fill(url: string, dataDir: string): Promise<{ places: Place[]; events: string[] }> {
	const database = openDatabase(url, { role: 'lookback_app', max: 4 });
	const take = (packets: Iterable<PacketArrival>, rule: string) =>
		takePackets(database, dataDir, packets, { rule, note: 'bench/load.ts' });
	try {
		await take(generateNights(sky), 'observed+20m');
		await take(generateNotices(), 'received');
		await database.sql`vacuum analyze`;
		const places = await database.sql<(Place & { alerts: bigint })[]>`
			select object_id, avg(ra_deg) as ra_deg, avg(dec_deg) as dec_deg, count(*) as alerts,
				percentile_disc(0.5) within group (order by known_at) as known_at
			from alert group by 1`;
		const events = await database.sql<{ event: string }[]>`
			select distinct event from notice where event is not null`;
		console.log(
			`${places.reduce((sum, { alerts }) => sum + Number(alerts), 0)} alerts of ${places.length} objects, ${events.length} events`
		);
		return { places, events: events.map(({ event }) => event) };
	} finally {
		await database.close();
	}
}

/** Samples the portal's resident memory; the answer is the most of it. */
function watch(portal: BenchPortal): { stop(): Promise<number> } {
	let most = 0;
	const sample = async () => (most = Math.max(most, await portal.residentMb()));
	const timer = setInterval(() => void sample(), 500);
	return {
		async stop() {
			clearInterval(timer);
			return sample();
		}
	};
}

function tell(answers: Answers): void {
	console.log(`${'answers of 200'.padStart(39)} /s   p50    p95    p99 ms      429 of them p95   others`);
	for (const [kind, all] of answers) {
		const [good, busy] = [answered(all, 200), answered(all, 429)];
		const ms = (times: readonly number[], p: number) =>
			(times.length === 0 ? '-' : percentile(times, p).toFixed(0)).padStart(7);
		console.log(
			kind.padEnd(30) +
				(good.length / seconds).toFixed(1).padStart(12) +
				ms(good, 0.5) +
				ms(good, 0.95) +
				ms(good, 0.99) +
				String(busy.length).padStart(12) +
				ms(busy, 0.95) +
				String(all.length - good.length - busy.length).padStart(17)
		);
	}
}

function judge(read: Answers, written: Answers, residentMb: number): void {
	const all = [...read.values(), ...written.values()].flat();
	const bad = all.filter((answer) => ![200, 429].includes(answer.status) || isUnclear(answer));
	const kinds = new Set(bad.map(({ status, failure }) => failure ?? `${status} without Retry-After`));
	console.log(
		targetLine('no error but a clear 429', `${bad.length} ${[...kinds].join(', ')}`, bad.length === 0)
	);
	const p95 = percentile(answered(read.get('page of an object') ?? [], 200), 0.95);
	console.log(
		targetLine(
			`page of an object, p95 under ${target.pageMs} ms`,
			`${p95.toFixed(0)} ms`,
			p95 < target.pageMs
		)
	);
	const memory = `${residentMb.toFixed(0)} MB at most`;
	console.log(targetLine(`resident under ${target.residentMb} MB`, memory, residentMb < target.residentMb));
}

function answered(answers: readonly Answer[], status: number): number[] {
	return answers.filter((answer) => answer.status === status).map(({ ms }) => ms);
}

/** A refusal has to say when to come again. */
function isUnclear({ status, retryAfterSec }: Answer): boolean {
	return status === 429 && retryAfterSec === null;
}
