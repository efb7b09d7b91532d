import type postgres from 'postgres';

/** How much is filled in. */
export interface Filling {
	readonly alerts: number;
	readonly withdrawals: number;
}

export const alertsPerObject = 10;
const photometryPerAlert = 3;
const alertsPerStep = 500_000;
/** One alert in so many is told again with another magnitude. */
const restatedEvery = 200;
/** 2018-01-01 and eight years of seconds. */
const firstSecond = 1_514_764_800;
const seconds = 8 * 365 * 86_400;

/**
 * Fills the big tables of an empty archive by SQL, as their owner: **not through the ledger**, which has no batches of
 * these rows, so that `verify` would find them. An object keeps to one order-24 cell; its alerts come over eight years,
 * in batch order of their observation, known 20 minutes after it; each row is drawn from its number by `hashint8`.
 */
export async function fillArchive(sql: postgres.Sql, { alerts, withdrawals }: Filling): Promise<void> {
	for (let from = 0; from < alerts; from += alertsPerStep) {
		const to = Math.min(alerts, from + alertsPerStep) - 1;
		await fillAlerts(sql, from, to, alerts);
		await fillPhotometry(sql, from, to, alerts);
		console.log(`  ${to + 1} of ${alerts} alerts`);
	}
	await sql.unsafe(`
		insert into object (survey, object_id, hpx)
		select 'ztf', ${objectOf('n')}, ${cellOf('n')} from generate_series(0, ${alerts / alertsPerObject - 1}) n;
		insert into locator (survey, alert_id, object_id, hpx, observed_at)
		select survey, alert_id, object_id, hpx, observed_at from alert on conflict do nothing;
		insert into alert_restatement (survey, alert_id, version, collection, known_at, batch)
		select survey, alert_id, version, collection, known_at, batch
		from alert where alert_id % ${restatedEvery} = 0;
		insert into withdrawal (relation, survey, target, target_version, withdrawn, reason, collection, known_at,
			known_from, version, packet, batch, fact)
		select 'alert', survey, alert_id, version, true, 'bench', collection, known_at + interval '30 days', 'stated', 0,
			null, batch, 0
		from alert where alert_id % ${Math.floor(alerts / withdrawals)} = 1 and version = 1`);
	await sql.unsafe(`insert into collection_policy (name, owner, policy, title, collection, known_at, known_from,
		version, batch, fact) values ('ztf.public', 'ztf', 'public', 'bench', 'ztf.public', '2018-01-01', 'stated', 1, 1, 0)`);
	// newest batch, for pages that resolve a basis
	await sql.unsafe(`insert into batch (batch, sealed_at, actor, kind, note, facts, previous, digest, manifest)
		values (1000000, '2026-01-01', 'bench', 'ingest', 'filled by SQL', 0, '\\x00', '\\x01', '')`);
}

/** Number of an object in the sky, spread over all of it in steps of one order-24 cell. */
function cellOf(object: string): string {
	const cells = 12n * 4n ** 24n;
	return `((${object}::bigint * 2654435761 * 1000003) % ${cells} * ${4n ** 5n} + 512)`;
}

function objectOf(object: string): string {
	return `'ZTF-bench-' || ${object}`;
}

const brightness = `30::real as exposure_sec, (array['g', 'r', 'i'])[1 + n % 3] as band,
	(17 + (n % 400) / 100.0)::real as mag, 0.1::real as mag_err, 20.5::real as limiting_mag, true as is_positive,
	0.9::real as real_bogus`;

function observedAt(n: string, alerts: number): string {
	return `to_timestamp(${firstSecond} + ${n}::float8 / ${alerts} * ${seconds})`;
}

/** Alert `n` is of object `n mod objects`: an object's alerts lie a tenth of the time apart. */
async function fillAlerts(sql: postgres.Sql, from: number, to: number, alerts: number): Promise<void> {
	await sql.unsafe(`
		insert into alert (survey, alert_id, object_id, hpx, ra_deg, dec_deg, observed_at, exposure_sec, band, mag, mag_err,
			limiting_mag, is_positive, real_bogus, record, collection, known_at, known_from, version, packet, batch, fact)
		select 'ztf', n, ${objectOf('o')}, ${cellOf('o')} + n % 400, 0, 0, observed_at, exposure_sec, band,
			mag + 0.1 * (version - 1), mag_err, limiting_mag, is_positive, real_bogus, 0, 'ztf.public',
			observed_at + (case version when 1 then interval '20 minutes' else interval '10 days' end), 'assumed', version, n,
			1 + n / 2000, n % 2000
		from (
			select n, n % ${alerts / alertsPerObject} as o, ${observedAt('n', alerts)} as observed_at, ${brightness}
			from generate_series(${from}::bigint, ${to}) n
		) a, lateral generate_series(1, case when n % ${restatedEvery} = 0 then 2 else 1 end) version`);
}

/** Per alert its own detection and the looks before it, which its packet told. */
async function fillPhotometry(sql: postgres.Sql, from: number, to: number, alerts: number): Promise<void> {
	await sql.unsafe(`
		insert into photometry (survey, object_id, measurement, kind, hpx, ra_deg, dec_deg, observed_at, exposure_sec, band,
			mag, mag_err, limiting_mag, is_positive, real_bogus, origin, collection, known_at, known_from, version, packet,
			batch, fact)
		select 'ztf', ${objectOf('o')}, n * ${photometryPerAlert} + look,
			(case look when 0 then 'detection' else 'limit' end)::measurement_kind, ${cellOf('o')}, null, null,
			observed_at - look * interval '2 days', exposure_sec, band, case look when 0 then mag end,
			case look when 0 then mag_err end, limiting_mag, is_positive, real_bogus,
			(case look when 0 then 'own' else 'history' end)::telling, 'ztf.public', observed_at + interval '20 minutes',
			'assumed', 1, n, 1 + n / 2000, (n % 2000) * ${photometryPerAlert} + look
		from (
			select n, n % ${alerts / alertsPerObject} as o, ${observedAt('n', alerts)} as observed_at, ${brightness}
			from generate_series(${from}::bigint, ${to}) n
		) a, generate_series(0, ${photometryPerAlert - 1}) look`);
}
