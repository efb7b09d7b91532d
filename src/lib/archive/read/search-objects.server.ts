import type { Instant } from '#lib/sky/time.ts';
import { asOf, open, visible } from './as-of.server.ts';
import { foundAmong, mostAlerts, tooMuch, within, type FoundObject } from './objects-among.server.ts';
import type { Question } from './question.ts';
import type { Region } from './region.ts';

export interface ObjectSearch {
	readonly region?: Region | null;
	readonly survey?: string | null;
	/** Class that anyone's statement in force gives it. */
	readonly class?: string | null;
	/** Whose statement it must be; alone, that of any class. */
	readonly classBy?: string | null;
	/** Only objects of which an alert became known after this. */
	readonly changedSince?: Instant | null;
	/** Only these, as `survey/objectId`. */
	readonly among?: ReadonlySet<string> | null;
	readonly after?: ObjectCursor | null;
	readonly limit: number;
}

/** Where the next page begins: behind this object, and this distance where there is one. */
export interface ObjectCursor {
	readonly distanceArcsec: number | null;
	readonly survey: string;
	readonly objectId: string;
}

export interface FoundObjects {
	readonly objects: readonly FoundObject[];
	/** Cursor of the next page, null at the end. */
	readonly next: ObjectCursor | null;
}

/**
 * Objects as known at a basis: nearest first around a position, else by survey and name. An object counts as in a
 * region when one of its alerts in force is; one without such alerts, when one of its measurements is. Never cut
 * silently: pages go on by cursor, and a question about more than 200,000 alerts is refused.
 */
export async function searchObjects(question: Question, search: ObjectSearch): Promise<FoundObjects> {
	const named = await namedObjects(question, search);
	const found = named
		? (await foundAmong(question, search, named)).sort(byPlace)
		: search.region
			? await foundInRegion(question, search, search.region)
			: await foundInOrder(question, search);
	const rest = search.after ? found.filter((one) => byPlace(one, placeOf(search.after!)) > 0) : found;
	const objects = rest.slice(0, search.limit);
	const last = objects.at(-1);
	const next =
		rest.length > search.limit && last
			? { distanceArcsec: last.separation_arcsec, survey: last.survey, objectId: last.object_id }
			: null;
	return { objects, next };
}

/** The next objects by survey and name, a few more than a page: those with nothing visible at the basis are passed over. */
async function foundInOrder(question: Question, search: ObjectSearch): Promise<FoundObject[]> {
	const found: FoundObject[] = [];
	let from = search.after ?? { survey: '', objectId: '' };
	while (found.length <= search.limit) {
		const names = await nextNames(question, search.survey ?? null, from, search.limit + 1);
		if (names.length === 0) break;
		found.push(
			...(await foundAmong(question, search, new Set(names.map((n) => `${n.survey}/${n.objectId}`)))).sort(
				byPlace
			)
		);
		from = names.at(-1)!;
	}
	return found;
}

/** Objects that the question names by what is said of them or by when they changed; null when it names none. */
async function namedObjects(question: Question, search: ObjectSearch): Promise<ReadonlySet<string> | null> {
	const sets: ReadonlySet<string>[] = search.among ? [search.among] : [];
	if (search.class || search.classBy) sets.push(await classedObjects(question, search));
	if (search.changedSince) sets.push(await changedSince(question, search.changedSince));
	if (sets.length === 0) return null;
	return sets.reduce((all, one) => all.intersection(one));
}

/** Objects that someone's statement in force gives a class, this one or any, as `survey/objectId`. */
async function classedObjects(
	question: Question,
	{ class: name = null, classBy: agent = null }: Pick<ObjectSearch, 'class' | 'classBy'>
): Promise<Set<string>> {
	const { sql } = question.database;
	const rows = await sql<{ subject: string }[]>`
		select subject
		from ${asOf(question, 'statement')} s
		where s.property = 'class' and length(s.value_text) < 200
			${name === null ? sql`` : sql`and s.value_text = ${name}`}
			${agent === null ? sql`` : sql`and s.agent = ${agent}`}`;
	return new Set(rows.map(({ subject }) => subject.replace(/^objects\//, '')));
}

async function changedSince(question: Question, since: Instant): Promise<Set<string>> {
	const rows = await question.database.sql<{ name: string }[]>`
		select distinct c.survey || '/' || c.object_id as name
		from ${asOf(question, 'alert')} c
		where c.known_at > ${since}
		limit ${mostAlerts + 1}`;
	if (rows.length > mostAlerts) throw tooMuch();
	return new Set(rows.map((row) => row.name));
}

/**
 * Objects in a region: all of them where they are ordered by distance, else the next by survey and name, of which alone
 * whole alerts are read.
 */
async function foundInRegion(
	question: Question,
	search: ObjectSearch,
	region: Region
): Promise<FoundObject[]> {
	const { survey = null, after = null, limit } = search;
	if (!region.holdsCell) return (await foundAmong(question, search, null)).sort(byPlace);
	const names = (await namesInRegion(question, region, survey)).filter(
		(one) => !after || byName(one, after) > 0
	);
	const found: FoundObject[] = [];
	for (let at = 0; at < names.length && found.length <= limit; at += limit + 1) {
		const next = names.slice(at, at + limit + 1).map((one) => `${one.survey}/${one.objectId}`);
		found.push(...(await foundAmong(question, { region, survey }, new Set(next))).sort(byPlace));
	}
	return found;
}

/**
 * Names, in order, of which an alert or the place of the measurements may be visible in a region without a middle. Grouped by place
 * first, since that is a number: 26,000 names sort in 80 ms, their places in 8. Objects without alerts are the few that are probed.
 */
async function namesInRegion(question: Question, region: Region, survey: string | null): Promise<Named[]> {
	const {
		database: { sql },
		basis
	} = question;
	const where = sql`${within(sql, region)} and (${survey}::text is null or a.survey = ${survey}::text)`;
	const rows = await sql<{ survey: string; objectId: string; hpx: bigint }[]>`
		with seen as materialized (
			select a.hpx, a.object_id, a.survey from alert a
			where ${where} and ${visible(question, 'observed_at')} and observed_at <= ${basis.knownAt}
			group by a.hpx, a.object_id, a.survey
		), unseen as materialized (
			select a.hpx, a.object_id, a.survey from object a
			where ${where}
				and not exists (select from seen s where s.object_id = a.object_id and s.survey = a.survey)
		)
		select survey, object_id as "objectId", hpx from seen
		union all
		select survey, object_id, hpx from unseen u
		where (
			select k.object_id
			from object_known k
			where k.object_id = u.object_id and k.survey = u.survey and ${open(question, 'observed_at')}
				and k.known_at <= ${basis.knownAt} and k.batch <= ${basis.batch}
			limit 1) is not null
		limit ${mostAlerts + 1}`;
	if (rows.length > mostAlerts) throw tooMuch();
	const inside = rows.filter(({ hpx }) => region.holdsCell!(hpx));
	return [...new Map(inside.map((one) => [`${one.survey}/${one.objectId}`, one])).values()].sort(byName);
}

/** The next names of which something may be visible at the basis. */
async function nextNames(
	question: Question,
	survey: string | null,
	from: { readonly survey: string; readonly objectId: string },
	count: number
): Promise<{ survey: string; objectId: string }[]> {
	const {
		database: { sql },
		basis
	} = question;
	return sql<{ survey: string; objectId: string }[]>`
		select distinct o.survey, o.object_id as "objectId"
		from object_known o
		where (o.survey, o.object_id) > (${from.survey}, ${from.objectId})
			and (${survey}::text is null or o.survey = ${survey}::text)
			and ${open(question, 'observed_at')}
			and o.known_at <= ${basis.knownAt} and o.batch <= ${basis.batch}
		order by o.survey, o.object_id
		limit ${count}`;
}

type Placed = Pick<FoundObject, 'separation_arcsec' | 'survey' | 'object_id'>;

function placeOf(cursor: ObjectCursor): Placed {
	return { separation_arcsec: cursor.distanceArcsec, survey: cursor.survey, object_id: cursor.objectId };
}

type Named = { readonly survey: string; readonly objectId: string };

function byName(a: Named, b: Named): number {
	return compare(a.survey, b.survey) || compare(a.objectId, b.objectId);
}

function byPlace(a: Placed, b: Placed): number {
	return (
		(a.separation_arcsec ?? 0) - (b.separation_arcsec ?? 0) ||
		compare(a.survey, b.survey) ||
		compare(a.object_id, b.object_id)
	);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
