import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LookbackError } from '#lib/errors.ts';
import { ingest, openPaths, folderStore, parseKnownRule } from '#lib/archive/index.server.ts';
import { decodeAvro } from '#lib/archive/packets/avro/decode.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { targetLine } from './support/figures.ts';
import { packetArchive, workFolder } from './support/packets.ts';
import { describeMachine, loadLine, onServer, serverUrl, withFreshDatabase } from './support/server.ts';
import { measured } from './support/usage.ts';

/** A run of nights, whose histories are nearly all on record already; and a first night, where all of them are new. */
const workloads = [
	{
		name: 'a run of nights',
		options: { seed: 1, nights: 60, alertsPerNight: 250, stampPixels: 63 },
		isUsual: true
	},
	{
		name: 'a first night',
		options: { seed: 2, nights: 1, alertsPerNight: 4000, stampPixels: 63 },
		isUsual: false
	}
];
/** Every relation an alert packet leaves rows in. */
const relations = ['packet', 'alert', 'locator', 'object', 'object_known', 'photometry'];

const server = serverUrl();
console.log(await describeMachine(server));
for (const { name, options, isUsual } of workloads) {
	const path = await packetArchive(options);
	await withFreshDatabase(server, 'bench_ingest', async (url) => {
		const taken = await takeIn(url, path);
		const copied = await copyAgain(url);
		const { wallSec, cpuSec, peakRssMb } = taken.usage;
		const megabytes = statSync(path).size / 1e6;
		const rowsPerSec = copied.rows / wallSec;
		const alertsPerSec = taken.alerts / wallSec;
		console.log(`
${name}: ${taken.alerts} alerts of ${((megabytes * 1000) / taken.alerts).toFixed(0)} kB with ${(taken.told / taken.alerts - 1).toFixed(1)} history rows, ${loadLine()}
ingest: ${wallSec.toFixed(2)} s, of them ${cpuSec.toFixed(2)} s processor time here: ${alertsPerSec.toFixed(0)} alerts/s, ${(megabytes / wallSec).toFixed(0)} MB/s
rows: ${taken.told} measurements told, ${copied.rows} rows recorded: ${rowsPerSec.toFixed(0)} rows/s, in ${taken.batches} batches
one binary COPY of the same rows: ${copied.usage.wallSec.toFixed(2)} s, ${(copied.rows / copied.usage.wallSec).toFixed(0)} rows/s`);
		const share = copied.usage.wallSec / wallSec;
		if (isUsual)
			console.log(targetLine('1,500 alerts/s', `${alertsPerSec.toFixed(0)} alerts/s`, alertsPerSec >= 1500));
		else
			console.log(
				targetLine('a quarter of the rows/s of COPY', `1 : ${(1 / share).toFixed(2)}`, share >= 0.25)
			);
		console.log(targetLine('resident under 700 MB', `${peakRssMb.toFixed(0)} MB at most`, peakRssMb < 700));
	});
}

async function takeIn(url: string, path: string) {
	const raw = join(workFolder, 'raw');
	const database = openDatabase(url, { role: 'lookback_app' });
	try {
		const { value: report, usage } = await measured(() =>
			ingest(database, folderStore(raw), openPaths([path]), {
				actor: 'bench',
				note: 'bench/ingest.ts',
				rule: parseKnownRule('observed+20m'),
				now: () => (Date.now() * 1000) as Instant
			})
		);
		if (report.total('refused') > 0)
			throw new Error(`Refused: ${JSON.stringify([...report.refusals.values()])}`);
		return {
			usage,
			alerts: report.total('packets'),
			told: await measurementsIn(path),
			batches: report.batches
		};
	} finally {
		await database.close();
		await rm(raw, { recursive: true, force: true });
	}
}

/** Measurements that the packets of an archive tell, histories and all. */
async function measurementsIn(path: string): Promise<number> {
	const schemas = new SchemaStore();
	let told = 0;
	for await (const arrival of openPaths([path])) {
		if ('refused' in arrival) throw arrival.refused;
		for (const record of decodeAvro(arrival.bytes, { name: arrival.name, schemas })) {
			if (record instanceof LookbackError) throw record;
			told += record.photometry.length;
		}
	}
	return told;
}

/** Copies every row into empty tables of the same columns, indexes and partitions, one COPY a table; only that is timed. */
async function copyAgain(url: string) {
	const extension = await onServer(url, (sql) => sql`select from pg_extension where extname = 'timescaledb'`);
	const streams = new Map<string, Buffer[]>();
	let rows = 0;
	for (const name of relations) {
		await onServer(url, async (sql) => {
			await sql.unsafe(`create table copy_${name} (like ${name} including all)`);
			if (extension.length > 0 && ['alert', 'photometry'].includes(name)) {
				await sql.unsafe(`
					select create_hypertable('copy_${name}', by_range('observed_at', interval '1 year'), create_default_indexes => false);
					select add_dimension('copy_${name}', by_range('hpx', 72057594037927936))`);
			}
			const [count] = await sql.unsafe<{ rows: string }[]>(`select count(*) as rows from ${name}`);
			rows += Number(count!.rows);
			const chunks: Buffer[] = [];
			const out = await sql.unsafe(`copy (select * from ${name}) to stdout (format binary)`).readable();
			for await (const chunk of out) chunks.push(chunk as Buffer);
			streams.set(name, chunks);
		});
	}
	const { usage } = await measured(async () => {
		for (const [name, chunks] of streams) {
			const database = openDatabase(url, { max: 1 });
			const into = await database.sql.unsafe(`copy copy_${name} from stdin (format binary)`).writable();
			await pipeline(chunks, into);
			await database.close();
		}
	});
	return { rows, usage };
}
