import { getTableColumns } from 'drizzle-orm';
import { photometryColumns } from '#lib/archive/columns/photometry.ts';
import type { Database } from '#lib/db/client.server.ts';
import * as schema from '#lib/db/schema.ts';
import type { Instant } from '#lib/sky/time.ts';
import { within } from './objects-among.server.ts';
import type { Region } from './region.ts';
import type { Alert, Measurement, Statement } from './rows.ts';

/** An object, and the place under which its measurements are kept. */
export interface PlacedObject {
	readonly survey: string;
	readonly objectId: string;
	readonly hpx: bigint;
}

/** What bounds the tellings: known by, recorded by, of these collections. */
export interface TellingsBound {
	readonly knownAt: Instant;
	readonly batch: bigint;
	readonly collections: readonly string[];
}

/** One telling of an alert that was told more than once, whichever object it was given to. */
export interface RivalTelling {
	readonly survey: string;
	readonly alert_id: bigint;
	readonly version: bigint;
	readonly collection: string;
	readonly observed_at: Instant;
	readonly known_at: Instant;
}

/** A verdict on a version of an alert or a measurement. */
export interface VerdictTelling {
	readonly relation: 'alert' | 'photometry';
	readonly survey: string;
	readonly target: bigint;
	readonly target_version: bigint;
	readonly withdrawn: boolean;
	readonly collection: string;
	readonly known_at: Instant;
}

/** Everything told about an object within the bound, superseded and withdrawn tellings included. */
export interface ObjectTellings extends PlacedObject {
	readonly alerts: readonly Alert[];
	readonly rivals: readonly RivalTelling[];
	readonly photometry: readonly Measurement[];
	/** About it, or by which others say that they are it, and all that were told in place of these; in their page's order. */
	readonly statements: readonly Statement[];
	readonly verdicts: readonly VerdictTelling[];
}

/** Objects of which anything was told within the bound, by place; of a survey, in a region, or one alone. */
export async function objectsInReach(
	{ sql }: Database,
	{ knownAt, batch, collections }: TellingsBound,
	{
		survey,
		region,
		name
	}: { readonly survey: string | null; readonly region: Region | null; readonly name: string | null }
): Promise<PlacedObject[]> {
	const near = region
		? sql`and (exists (
				select from alert a
				where a.survey = o.survey and a.object_id = o.object_id and ${within(sql, region)})
			or exists (select from object a where a.survey = o.survey and a.object_id = o.object_id and ${within(sql, region)}))`
		: sql``;
	return sql<PlacedObject[]>`
		select o.survey, o.object_id as "objectId", o.hpx
		from object o
		where exists (
				select from object_known k
				where k.survey = o.survey and k.object_id = o.object_id and k.collection = any(${[...collections]}::text[])
					and k.known_at <= ${knownAt} and k.batch <= ${batch})
			${survey === null ? sql`` : sql`and o.survey = ${survey}`}
			${name === null ? sql`` : sql`and o.object_id = ${name}`}
			${near}
		order by o.hpx, o.survey, o.object_id`;
}

/** When each batch that told of alerts had told all of them: the latest knowledge time in it from `from` on, in order. */
export async function momentsOfBatches(
	{ sql }: Database,
	{ knownAt, batch, collections }: TellingsBound,
	from: Instant
): Promise<Instant[]> {
	const rows = await sql<{ at: Instant }[]>`
		select distinct max(known_at) as at
		from alert
		where known_at >= ${from} and known_at <= ${knownAt} and batch <= ${batch}
			and collection = any(${[...collections]}::text[])
		group by batch
		order by at`;
	return rows.map(({ at }) => at);
}

/** All tellings of some objects, in a handful of queries by place. The answer has the order of `objects`. */
export async function tellingsOfObjects(
	database: Database,
	objects: readonly PlacedObject[],
	bound: TellingsBound
): Promise<ObjectTellings[]> {
	if (objects.length === 0) return [];
	const { sql } = database;
	const { knownAt, batch, collections } = bound;
	const told = sql`batch <= ${batch} and known_at <= ${knownAt} and collection = any(${[...collections]}::text[])`;
	const names = sql`${[...new Set(objects.map(({ objectId }) => objectId))]}::text[]`;
	const places = await sql<{ hpx: bigint; observed_at: Instant }[]>`
		select hpx, observed_at
		from locator
		where object_id = any(${names}) and collection = any(${[...collections]}::text[])`;
	const subjects = objects.map(subjectOf);
	const [alerts, photometry, statements] = await Promise.all([
		sql<Alert[]>`
			select ${sql(alertColumns)}
			from alert
			where ${among(
				database,
				places.map(({ hpx }) => hpx)
			)} and ${epochs(database, places)}
				and object_id = any(${names}) and ${told} and observed_at <= ${knownAt}
			order by observed_at, alert_id`,
		sql<Measurement[]>`
			select ${sql(measurementColumns)}
			from photometry
			where ${among(
				database,
				objects.map(({ hpx }) => hpx)
			)}
				and object_id = any(${names}) and ${told} and observed_at <= ${knownAt}
			order by observed_at, measurement`,
		sql<Statement[]>`
			select ${sql(statementColumns)}
			from statement
			where (subject = any(${subjects}::text[])
				or (property = 'identity' and (subject, qualifier, agent) in (
					select subject, qualifier, agent
					from statement
					where property = 'identity' and value_text = any(${subjects}::text[]) and length(value_text) < 200)))
				and ${told}
			order by property, agent, qualifier, subject`
	]);
	const alertIds = [...new Set(alerts.map(({ alert_id }) => alert_id))];
	const targets = [...new Set([...alertIds, ...photometry.map(({ measurement }) => measurement)])];
	const [rivals, verdicts] = await Promise.all([
		sql<RivalTelling[]>`
			select survey, alert_id, version, collection, observed_at, known_at
			from alert_restatement
			where alert_id = any(${alertIds.map(String)}::bigint[]) and ${told}`,
		sql<VerdictTelling[]>`
			select relation, survey, target, target_version, withdrawn, collection, known_at
			from withdrawal
			where target = any(${targets.map(String)}::bigint[]) and relation in ('alert', 'photometry') and ${told}`
	]);
	return shared(objects, { alerts, photometry, statements, rivals, verdicts });
}

interface Read {
	readonly alerts: readonly Alert[];
	readonly photometry: readonly Measurement[];
	readonly statements: readonly Statement[];
	readonly rivals: readonly RivalTelling[];
	readonly verdicts: readonly VerdictTelling[];
}

/** Gives each object what is about it. */
function shared(objects: readonly PlacedObject[], read: Read): ObjectTellings[] {
	const ofObject = (row: { survey: string; object_id: string }) => `objects/${row.survey}/${row.object_id}`;
	const alerts = Map.groupBy(read.alerts, ofObject);
	const photometry = Map.groupBy(read.photometry, ofObject);
	const rivals = Map.groupBy(read.rivals, (row) => `${row.survey} ${row.alert_id}`);
	const verdicts = Map.groupBy(read.verdicts, (row) => `${row.survey} ${row.target}`);
	const statements = statementsBySubject(read.statements);
	return objects.map((object) => {
		const subject = subjectOf(object);
		const [own, light] = [alerts.get(subject) ?? [], photometry.get(subject) ?? []];
		const alertKeys = new Set(own.map((row) => `${row.survey} ${row.alert_id}`));
		const lightKeys = new Set(light.map((row) => `${row.survey} ${row.measurement}`));
		const judged = verdicts.size === 0 ? [] : [...alertKeys.union(lightKeys)];
		return {
			...object,
			alerts: own,
			rivals: rivals.size === 0 ? [] : [...alertKeys].flatMap((key) => rivals.get(key) ?? []),
			photometry: light,
			statements: statements.get(subject) ?? [],
			verdicts: judged.flatMap((key) =>
				(verdicts.get(key) ?? []).filter(({ relation }) =>
					(relation === 'alert' ? alertKeys : lightKeys).has(key)
				)
			)
		};
	});
}

/** Statements by whom they are about; an identity also by whom any telling of it names. */
function statementsBySubject(statements: readonly Statement[]): Map<string, Statement[]> {
	const named = new Map<string, Set<string>>();
	const keyOf = ({ subject, qualifier, agent }: Statement) => JSON.stringify([subject, qualifier, agent]);
	for (const one of statements)
		if (one.property === 'identity' && one.value_text !== null)
			named.set(keyOf(one), (named.get(keyOf(one)) ?? new Set()).add(one.value_text));
	const bySubject = new Map<string, Statement[]>();
	for (const one of statements) {
		const about = new Set([
			one.subject,
			...(one.property === 'identity' ? (named.get(keyOf(one)) ?? []) : [])
		]);
		for (const subject of about) {
			const list = bySubject.get(subject);
			if (list) list.push(one);
			else bySubject.set(subject, [one]);
		}
	}
	return bySubject;
}

function subjectOf({ survey, objectId }: PlacedObject): string {
	return `objects/${survey}/${objectId}`;
}

/** The condition that a row is in one of some cells, with the bounds that every partition knows. */
export function among({ sql }: Database, cells: readonly bigint[]) {
	const sorted = [...new Set(cells)].sort((a, b) => (a < b ? -1 : 1));
	if (sorted.length === 0) return sql`false`;
	return sql`hpx = any(${sorted.map(String)}::bigint[]) and hpx >= ${sorted[0]!} and hpx <= ${sorted.at(-1)!}`;
}

/** The condition that a row is of one of some epochs, by the bounds that every partition knows. */
export function epochs({ sql }: Database, places: readonly { observed_at: Instant }[]) {
	if (places.length === 0) return sql`false`;
	const [first, last] = places.reduce(
		([low, high], { observed_at: at }) => [Math.min(low, at), Math.max(high, at)] as [Instant, Instant],
		[Infinity, -Infinity] as [number, number]
	) as [Instant, Instant];
	return sql`observed_at >= ${first} and observed_at <= ${last}`;
}

const alertColumns = Object.values(getTableColumns(schema.alert)).map(({ name }) => name);
const statementColumns = Object.values(getTableColumns(schema.statement)).map(({ name }) => name);
/** As on an object's page. */
const measurementColumns = photometryColumns.map(({ name }) => name);
