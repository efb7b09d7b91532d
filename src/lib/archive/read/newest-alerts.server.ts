import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';
import { asOf, open, visible } from './as-of.server.ts';
import { inIndexOrder } from './in-index-order.server.ts';
import type { Question } from './question.ts';

/** An object with an alert among the newest ones. */
export interface RecentObject {
	readonly survey: string;
	readonly object_id: string;
	/** Of its newest alert. */
	readonly ra_deg: number;
	readonly dec_deg: number;
	readonly last_observed_at: Instant;
	readonly last_known_at: Instant;
	/** Whether nothing of it was known before the oldest of these alerts was. */
	readonly is_new: boolean;
}

/** Objects of the newest alerts as known at a basis, the one with the newest alert first. */
export interface RecentSky {
	readonly objects: readonly RecentObject[];
	/** Number of the alerts looked at. */
	readonly alerts: number;
	/** When the oldest of them became known; null where there are none. */
	readonly since: Instant | null;
	/** Whether there are older ones that were not looked at. */
	readonly hasOlder: boolean;
}

/** How far back is looked, in days, until enough alerts are found; null is everything. */
const windowsDays = [7, 400, null] as const;

/**
 * Objects of the `most` newest alerts by when they became known. An alert is known after it was observed, so each window
 * bounds both times: one bound leads through the index, the other past the partitions of earlier years. Costs what the
 * answer holds, whatever the archive does.
 */
export async function readRecentSky(question: Question, most: number): Promise<RecentSky> {
	let alerts: AlertPlace[] = [];
	for (const days of windowsDays) {
		alerts = await newestAlerts(question, days, most + 1);
		if (alerts.length > most) break;
	}
	const hasOlder = alerts.length > most;
	const newest = alerts.slice(0, most);
	const since = newest.at(-1)?.last_known_at ?? null;
	if (since === null) return { objects: [], alerts: 0, since, hasOlder };
	const objects = [...Map.groupBy(newest, nameOf).values()].map((group) => placeOf(group[0]!));
	const fresh = await newSince(question, objects, since);
	return {
		objects: objects.map((object) => ({ ...object, is_new: fresh.has(nameOf(object)) })),
		alerts: newest.length,
		since,
		hasOlder
	};
}

type AlertPlace = Omit<RecentObject, 'is_new'>;

/** A telling of an alert. */
interface Telling extends AlertPlace {
	/** Whether it was told again or judged, so that it may not be in force; only then the rest is there. */
	readonly is_doubtful: boolean;
	readonly alert_id: bigint;
	readonly version: bigint;
	readonly collection: string;
	readonly hpx: bigint;
}

/** Alerts in force, newest first. Nearly all were told once, and are in force: only the others are asked about. */
async function newestAlerts(question: Question, days: number | null, count: number): Promise<AlertPlace[]> {
	const found: AlertPlace[] = [];
	for (let looked = 0; ;) {
		const wanted = Math.ceil((count - found.length) * 1.02) + 10;
		const told = await newestTold(question, days, looked, wanted);
		found.push(...(await inForce(question, told)));
		looked += told.length;
		if (told.length < wanted || found.length >= count) return found.slice(0, count);
	}
}

/** Tellings that are visible, newest first, from the one after the first `skipped`. */
async function newestTold(
	question: Question,
	days: number | null,
	skipped: number,
	count: number
): Promise<Telling[]> {
	const {
		database: { sql },
		basis: { knownAt }
	} = question;
	const from = days === null ? null : ((knownAt - days * microsecondsPerDay) as Instant);
	const told = await inIndexOrder<Telling[]>(
		question,
		sql`
		with told as materialized (
			select survey, alert_id, version, collection, object_id, hpx, ra_deg, dec_deg, observed_at, known_at
			from alert
			where ${visible(question, 'observed_at')} and observed_at <= ${knownAt}
				${from === null ? sql`` : sql`and known_at > ${from}::timestamptz and observed_at > ${from}::timestamptz`}
			order by known_at desc, alert_id desc, survey, batch, fact
			limit ${count} offset ${skipped}
		), doubtful as (
			select survey, alert_id, version
			from told t
			where exists (select from alert_restatement r where r.survey = t.survey and r.alert_id = t.alert_id)
			union
			select survey, alert_id, version
			from told t
			where exists (
				select from withdrawal w
				where w.relation = 'alert' and w.survey = t.survey and w.target = t.alert_id
					and w.target_version = t.version)
		)
		select t.survey, t.object_id, t.ra_deg, t.dec_deg, t.observed_at as last_observed_at,
			t.known_at as last_known_at, d.alert_id is not null as is_doubtful, d.alert_id, d.version,
			case when d.alert_id is not null then t.collection end as collection,
			case when d.alert_id is not null then t.hpx end as hpx
		from told t left join doubtful d using (survey, alert_id, version)`
	);
	return told.sort((a, b) => b.last_known_at - a.last_known_at);
}

/** Those of the tellings that are in force. */
async function inForce(question: Question, told: readonly Telling[]): Promise<Telling[]> {
	const doubtful = told.filter(({ is_doubtful }) => is_doubtful);
	if (doubtful.length === 0) return [...told];
	const { sql } = question.database;
	const observed = doubtful.map(({ last_observed_at }) => last_observed_at).sort((a, b) => a - b);
	const rows = await sql<
		(Pick<Telling, 'survey' | 'alert_id' | 'version' | 'collection'> & { known_at: Instant })[]
	>`
		select a.survey, a.alert_id, a.version, a.collection, a.known_at
		from ${asOf(question, 'alert')} a
		where a.hpx = any(${[...new Set(doubtful.map(({ hpx }) => String(hpx)))]}::bigint[])
			and a.alert_id = any(${doubtful.map(({ alert_id }) => String(alert_id))}::bigint[])
			and a.observed_at >= ${observed[0]!}::timestamptz and a.observed_at <= ${observed.at(-1)!}::timestamptz`;
	const standing = new Set(rows.map(({ known_at, ...row }) => keyOf({ ...row, last_known_at: known_at })));
	return told.filter((one) => !one.is_doubtful || standing.has(keyOf(one)));
}

function keyOf(
	one: Omit<Telling, 'object_id' | 'ra_deg' | 'dec_deg' | 'last_observed_at' | 'is_doubtful' | 'hpx'>
): string {
	return [one.survey, one.alert_id, one.version, one.collection, one.last_known_at].join(' ');
}

/** Those of the objects of which nothing visible was known before a moment, by name. */
async function newSince(
	question: Question,
	objects: readonly AlertPlace[],
	since: Instant
): Promise<Set<string>> {
	const {
		database: { sql },
		basis
	} = question;
	const rows = await sql<{ survey: string; object_id: string }[]>`
		select o.survey, o.object_id
		from unnest(${objects.map((one) => one.survey)}::text[], ${objects.map((one) => one.object_id)}::text[]) as o (survey, object_id)
		where not exists (
			select from object_known k
			where k.survey = o.survey and k.object_id = o.object_id and k.known_at < ${since}::timestamptz
				and k.batch <= ${basis.batch} and ${open(question, 'observed_at')})`;
	return new Set(rows.map(nameOf));
}

function placeOf({
	survey,
	object_id,
	ra_deg,
	dec_deg,
	last_observed_at,
	last_known_at
}: AlertPlace): AlertPlace {
	return { survey, object_id, ra_deg, dec_deg, last_observed_at, last_known_at };
}

function nameOf({ survey, object_id }: { readonly survey: string; readonly object_id: string }): string {
	return `${survey}/${object_id}`;
}
