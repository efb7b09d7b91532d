import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';
import { asOf, open } from './as-of.server.ts';
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
/** So few say little: then the next window is asked. */
const fewAlerts = 200;

/**
 * Objects of the `most` newest alerts by when they became known. An alert is known after it was observed, so each window
 * bounds both times: one bound leads through the index, the other past the partitions of earlier years. Costs what the
 * answer holds, whatever the archive does.
 */
export async function readRecentSky(question: Question, most: number): Promise<RecentSky> {
	let alerts: AlertPlace[] = [];
	for (const days of windowsDays) {
		alerts = await newestAlerts(question, days, most + 1);
		if (alerts.length >= Math.min(fewAlerts, most)) break;
	}
	const hasOlder = alerts.length > most;
	const newest = alerts.slice(0, most);
	const since = newest.at(-1)?.last_known_at ?? null;
	if (since === null) return { objects: [], alerts: 0, since, hasOlder };
	const objects = [...Map.groupBy(newest, nameOf).values()].map((group) => group[0]!);
	const known = await knownBefore(question, objects, since);
	return {
		objects: objects.map((object) => ({ ...object, is_new: !known.has(nameOf(object)) })),
		alerts: newest.length,
		since,
		hasOlder
	};
}

type AlertPlace = Omit<RecentObject, 'is_new'>;

function newestAlerts(question: Question, days: number | null, count: number): Promise<AlertPlace[]> {
	const {
		database: { sql },
		basis
	} = question;
	const from = days === null ? null : basis.knownAt - days * microsecondsPerDay;
	return inIndexOrder<AlertPlace[]>(
		question,
		sql`
		select a.survey, a.object_id, a.ra_deg, a.dec_deg, a.observed_at as last_observed_at, a.known_at as last_known_at
		from ${asOf(question, 'alert')} a
		${from === null ? sql`` : sql`where a.known_at > ${from as Instant}::timestamptz and a.observed_at > ${from as Instant}::timestamptz`}
		order by a.known_at desc, a.alert_id desc, a.survey
		limit ${count}`
	);
}

/** Those of the objects of which something visible was known before a moment. */
async function knownBefore(
	question: Question,
	objects: readonly AlertPlace[],
	since: Instant
): Promise<Set<string>> {
	const {
		database: { sql },
		basis
	} = question;
	const rows = await sql<{ survey: string; object_id: string }[]>`
		select distinct k.survey, k.object_id
		from unnest(${objects.map((one) => one.survey)}::text[], ${objects.map((one) => one.object_id)}::text[]) as o (survey, object_id)
		join object_known k on k.survey = o.survey and k.object_id = o.object_id
		where k.known_at < ${since}::timestamptz and k.batch <= ${basis.batch} and ${open(question, 'observed_at')}`;
	return new Set(rows.map(nameOf));
}

function nameOf({ survey, object_id }: { readonly survey: string; readonly object_id: string }): string {
	return `${survey}/${object_id}`;
}
