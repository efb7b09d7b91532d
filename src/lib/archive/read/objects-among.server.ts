import type postgres from 'postgres';
import { LookbackError } from '#lib/errors.ts';
import { asOf, open } from './as-of.server.ts';
import { summary, type ObjectSummary } from './object-summary.ts';
import { alertsOf, photometryOf } from './objects.server.ts';
import type { Question } from './question.ts';
import type { Region } from './region.ts';
import type { Alert } from './rows.ts';

export type FoundObject = ObjectSummary & { readonly separation_arcsec: number | null };

export const mostAlerts = 200_000;
/** So many names are read by their places, also in a region, which may hold hundreds of times as many. */
const fewNames = 1000;

/** Objects as known at a basis in the region, or among those named `survey/objectId`, or both; in no order. */
export async function foundAmong(
	question: Question,
	{ region = null, survey = null }: { readonly region?: Region | null; readonly survey?: string | null },
	named: ReadonlySet<string> | null
): Promise<FoundObject[]> {
	const { sql } = question.database;
	const isByName = named && (!region || named.size <= fewNames);
	const alerts = await sql<Alert[]>`
		select *
		from ${asOf(question, 'alert')} a
		where ${isByName ? sql`a.hpx = any(${await places(question, named)}::bigint[])` : within(sql, region!)}
			${survey ? sql`and a.survey = ${survey}` : sql``}
			${named ? sql`and (a.survey || '/' || a.object_id) = any(${[...named]}::text[])` : sql``}
		limit ${mostAlerts + 1}`;
	if (alerts.length > mostAlerts) throw tooMuch();
	const withAlerts = new Set(alerts.map((alert) => `${alert.survey}/${alert.object_id}`));
	const others = await objectsWithoutAlerts(question, { region, survey }, named, withAlerts);
	const inside = region ? alerts.filter((alert) => region.contains(alert.ra_deg, alert.dec_deg)) : alerts;
	const found = [...Map.groupBy(inside, (alert) => `${alert.survey}/${alert.object_id}`).values()].map(
		(group) => asFound(summary(group[0]!.survey, group[0]!.object_id, group), group, region)
	);
	return [...found, ...(await foundByPhotometry(question, others, region))];
}

/** An object on record, and the place under which its measurements are kept. */
interface Placed {
	readonly survey: string;
	readonly object_id: string;
	readonly hpx: bigint;
	/** Whether it has alerts the viewer may see at some time: not known yet perhaps, or withdrawn. */
	readonly has_alerts: boolean;
}

/**
 * Objects in the region, or among the named ones, of which something is visible and no alert is in force. Those
 * `withAlerts` have some; of others the few that have alerts on record are asked for them, since an alert that came later
 * must not take its object out of what was known before. A scalar sub-select stays an index probe per object (1 ms) where
 * NOT EXISTS reads the whole locator (400 ms).
 */
async function objectsWithoutAlerts(
	question: Question,
	{ region, survey }: { readonly region: Region | null; readonly survey: string | null },
	named: ReadonlySet<string> | null,
	withAlerts: ReadonlySet<string>
): Promise<Placed[]> {
	const {
		database: { sql },
		basis
	} = question;
	const rows = await sql<Placed[]>`
		select a.survey, a.object_id, a.hpx, (
				select l.object_id
				from locator l
				where l.object_id = a.object_id and l.survey = a.survey and ${open(question, 'observed_at')}
				limit 1) is not null as has_alerts
		from object a
		where ${region ? within(sql, region) : sql`true`}
			${named ? sql`and a.object_id = any(${[...named].map(idOf)}::text[])` : sql``}
			${survey ? sql`and a.survey = ${survey}` : sql``}
			and (
				select k.object_id
				from object_known k
				where k.object_id = a.object_id and k.survey = a.survey and ${open(question, 'observed_at')}
					and k.known_at <= ${basis.knownAt} and k.batch <= ${basis.batch}
				limit 1) is not null`;
	const wanted = rows.filter((row) => {
		const name = `${row.survey}/${row.object_id}`;
		return !withAlerts.has(name) && (named?.has(name) ?? true);
	});
	const without = await Promise.all(
		wanted.map(
			async ({ has_alerts, survey: of, object_id: id }) =>
				!has_alerts || (await alertsOf(question, of, id)).length === 0
		)
	);
	return wanted.filter((_, index) => without[index]);
}

/** Those of the objects of which measurements are in force, one of them with a position (in the region). */
async function foundByPhotometry(
	question: Question,
	objects: readonly Placed[],
	region: Region | null
): Promise<FoundObject[]> {
	const light = await Promise.all(objects.map((one) => photometryOf(question, one.survey, one.object_id)));
	return objects.flatMap(({ survey, object_id: objectId }, index) => {
		const measured = light[index]!;
		const placed = measured.filter((row) => row.ra_deg !== null);
		const inside = placed.filter((row) => region?.contains(row.ra_deg!, row.dec_deg!) ?? true);
		if (measured.length === 0 || (region && inside.length === 0)) return [];
		return [asFound(summary(survey, objectId, [], measured), inside, region)];
	});
}

/** Where the alerts of these objects are. */
async function places(question: Question, named: ReadonlySet<string>): Promise<string[]> {
	const { sql } = question.database;
	const rows = await sql<{ hpx: bigint }[]>`
		select distinct hpx
		from locator
		where object_id = any(${[...named].map(idOf)}::text[])`;
	return rows.map((row) => String(row.hpx));
}

/** Eight ranges joined by OR read 58 ms; with their overall bounds beside them, which every partition knows, 11 ms. */
export function within(sql: Question['database']['sql'], { ranges }: Region): postgres.Fragment {
	if (ranges.length === 0) return sql`false`;
	const each = ranges.map(({ from, to }) => sql`(a.hpx >= ${from} and a.hpx < ${to})`);
	const any = each.reduce((all, one) => sql`${all} or ${one}`);
	return sql`a.hpx >= ${ranges[0]!.from} and a.hpx < ${ranges.at(-1)!.to} and (${any})`;
}

function asFound(
	object: ObjectSummary,
	placed: readonly { readonly ra_deg: number | null; readonly dec_deg: number | null }[],
	region: Region | null
): FoundObject {
	const distances = placed.map((row) => region?.distanceArcsec(row.ra_deg!, row.dec_deg!) ?? null);
	const nearest = distances.filter((one) => one !== null).sort((a, b) => a - b)[0] ?? null;
	return { ...object, separation_arcsec: nearest };
}

function idOf(name: string): string {
	return name.slice(name.indexOf('/') + 1);
}

/** Refusal of a question about more alerts than are answered at once. */
export function tooMuch(): LookbackError {
	return new LookbackError(
		'incorrect',
		'archive/too-much',
		`The question covers more than ${mostAlerts} alerts; make the region smaller or add a survey, a class or changed_since.`
	);
}
