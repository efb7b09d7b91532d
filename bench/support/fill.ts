import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import { hpx29 } from '#lib/sky/healpix.ts';

/** How much is filled in. */
export interface Filling {
	readonly alerts: number;
	readonly withdrawals: number;
}

/** Where an object is, of number `n`. */
export interface FilledObject {
	readonly objectId: string;
	readonly raDeg: number;
	readonly decDeg: number;
}

export const alertsPerObject = 10;
const photometryPerAlert = 3;
const alertsPerStep = 500_000;
const alertsPerBatch = 2000;
/** An exposure's alerts come one after the other, as surveys send them: those of one patch of the sky. */
const objectsPerField = 1000;
/** Shares no factor with the number of fields: each field is exposed as often as the others, far from the one before. */
const fieldStep = 387;
/** One alert in so many is told again with another magnitude. */
const restatedEvery = 200;
/** From 2018-01-01 for eight years, in Unix seconds. */
export const firstSecond = 1_514_764_800;
export const seconds = 8 * 365 * 86_400;

/** Object `n` of `objects`, evenly over the sky (golden angle). */
export function filledObject(n: number, objects: number): FilledObject {
	const decDeg = (Math.asin((2 * n + 1) / objects - 1) * 180) / Math.PI;
	return { objectId: `ZTF-bench-${n}`, raDeg: (n * 137.507764) % 360, decDeg };
}

/**
 * Fills the big tables of an empty archive by SQL, as their owner: **not through the ledger**, which has no manifests
 * of these rows, so that `verify` would complain. Alerts come over eight years in the order of their batches, known 20
 * minutes after their epoch. Indexes are made after the rows, which gives the same tables in a third of the time.
 */
export async function fillArchive(sql: postgres.Sql, { alerts, withdrawals }: Filling): Promise<void> {
	await sql`set maintenance_work_mem = '1GB'`;
	await sql`set work_mem = '256MB'`;
	await placeObjects(sql, alerts / alertsPerObject);
	const indexes = await sql<{ name: string; definition: string }[]>`
		select indexname as name, indexdef as definition
		from pg_indexes where schemaname = 'public' and tablename in ('alert', 'photometry')`;
	for (const { name } of indexes) await sql`drop index ${sql(name)}`;
	for (let from = 0; from < alerts; from += alertsPerStep) {
		const to = Math.min(alerts, from + alertsPerStep) - 1;
		await sql.unsafe(alertRows(from, to, alerts));
		await sql.unsafe(photometryRows(from, to, alerts));
		console.log(`${to + 1} of ${alerts} alerts`);
	}
	for (const { definition } of indexes) await sql.unsafe(definition);
	await sql.unsafe(`
		insert into object (survey, object_id, hpx) select 'ztf', object_id, hpx from bench_object;
		insert into locator (survey, alert_id, object_id, hpx, observed_at, collection)
			select survey, alert_id, object_id, hpx, observed_at, collection from alert on conflict do nothing;
		insert into object_known (survey, object_id, collection, observed_at, known_at, batch)
			select survey, object_id, collection, min(observed_at), min(known_at), min(batch) from alert group by 1, 2, 3;
		insert into batch_reach
			select batch, 'alert', min(observed_at), max(observed_at), min(hpx), max(hpx) from alert group by batch
			union all
			select batch, 'photometry', min(observed_at), max(observed_at), min(hpx), max(hpx) from photometry group by batch;
		insert into alert_restatement (survey, alert_id, version, collection, observed_at, known_at, batch)
			select survey, alert_id, version, collection, observed_at, known_at, batch from alert where alert_id % ${restatedEvery} = 0;
		insert into withdrawal (relation, survey, target, target_version, withdrawn, reason, collection, known_at,
				known_from, version, packet, batch, fact)
			select 'alert', survey, alert_id, version, true, 'bench', collection, known_at + interval '30 days', 'stated', 0,
				null, batch, 0
			from alert where alert_id % ${Math.floor(alerts / withdrawals)} = 1;
		insert into batch (batch, sealed_at, actor, kind, note, facts, previous, digest, manifest)
			select n, to_timestamp(${firstSecond} + n::float8 * ${alertsPerBatch} / ${alerts} * ${seconds}) + interval '1 hour',
				'bench', 'bench', '', 0, int8send(n - 1), int8send(n), ''
			from generate_series(1, ${Math.ceil(alerts / alertsPerBatch)}::bigint) n;
		insert into collection_policy (name, owner, policy, title, collection, known_at, known_from, version, batch, fact)
			values ('ztf.public', 'ztf', 'public', 'bench', 'ztf.public', to_timestamp(0), 'stated', 1, 1, 0);
		drop table bench_object`);
	await sql`vacuum analyze`;
}

async function placeObjects(sql: postgres.Sql, objects: number): Promise<void> {
	await sql`create unlogged table bench_scattered (object_id text, hpx bigint, ra_deg float8, dec_deg float8)`;
	const lines = function* () {
		for (let n = 0; n < objects; n++) {
			const { objectId, raDeg, decDeg } = filledObject(n, objects);
			yield `${objectId}\t${hpx29(raDeg, decDeg)}\t${raDeg}\t${decDeg}\n`;
		}
	};
	await pipeline(lines, await sql`copy bench_scattered from stdin`.writable());
	await sql`
		create unlogged table bench_object as
		select row_number() over (order by hpx) - 1 as place, object_id, hpx, ra_deg, dec_deg from bench_scattered`;
	await sql`drop table bench_scattered`;
	await sql`analyze bench_object`;
}

/** Alerts of exposures, field after field: an object's are spread over the years. */
function numbered(from: number, to: number, alerts: number): string {
	const fields = alerts / alertsPerObject / objectsPerField;
	const field = `(m.n / ${objectsPerField} * ${fieldStep}) % ${fields}`;
	return `(
		select m.n, object_id, hpx, ra_deg, dec_deg, 30::real as exposure_sec, (array['g', 'r', 'i'])[1 + m.n % 3] as band,
			(17 + (m.n % 400) / 100.0)::real as mag, 1 + m.n / ${alertsPerBatch} as batch,
			to_timestamp(${firstSecond} + m.n::float8 / ${alerts} * ${seconds}) as observed_at
		from generate_series(${from}::bigint, ${to}) m(n)
		join bench_object o on o.place = ${field} * ${objectsPerField} + m.n % ${objectsPerField}
	) a`;
}

function alertRows(from: number, to: number, alerts: number): string {
	return `
		insert into alert (survey, alert_id, object_id, hpx, ra_deg, dec_deg, observed_at, exposure_sec, band, mag, mag_err,
			limiting_mag, is_positive, real_bogus, record, collection, known_at, known_from, version, packet, batch, fact)
		select 'ztf', n, object_id, hpx, ra_deg, dec_deg, observed_at, exposure_sec, band, mag + 0.1 * (version - 1), 0.1,
			20.5, true, 0.9, 0, 'ztf.public',
			observed_at + (case version when 1 then interval '20 minutes' else interval '10 days' end), 'assumed', version, n,
			batch, n % ${alertsPerBatch}
		from ${numbered(from, to, alerts)}, generate_series(1, case when n % ${restatedEvery} = 0 then 2 else 1 end) version`;
}

/** Per alert its own detection and the looks before it, which its packet told. */
function photometryRows(from: number, to: number, alerts: number): string {
	return `
		insert into photometry (survey, object_id, measurement, kind, hpx, ra_deg, dec_deg, observed_at, exposure_sec, band,
			mag, mag_err, limiting_mag, is_positive, real_bogus, origin, collection, known_at, known_from, version, packet,
			batch, fact)
		select 'ztf', object_id, n * ${photometryPerAlert} + look,
			(case look when 0 then 'detection' else 'limit' end)::measurement_kind, hpx, null, null,
			observed_at - look * interval '2 days', exposure_sec, band, case look when 0 then mag end,
			case look when 0 then 0.1 end, 20.5, true, 0.9, (case look when 0 then 'own' else 'history' end)::telling,
			'ztf.public', observed_at + interval '20 minutes', 'assumed', 1, n, batch,
			(n % ${alertsPerBatch}) * ${photometryPerAlert} + look
		from ${numbered(from, to, alerts)}, generate_series(0, ${photometryPerAlert - 1}) look`;
}
