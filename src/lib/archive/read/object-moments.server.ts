import type { Instant } from '#lib/sky/time.ts';
import { open, visible } from './as-of.server.ts';
import { within } from './objects-among.server.ts';
import type { Question } from './question.ts';
import type { Region } from './region.ts';
import { among } from './tellings-of-objects.server.ts';

/** Which objects a list has: those in a region, or of a class, and those that it shows. */
export interface ListedObjects {
	readonly region: Region | null;
	/** Whose newest map gives the region. */
	readonly event: string | null;
	readonly survey: string | null;
	readonly class: string | null;
	readonly classBy: string | null;
	readonly shown: readonly { readonly survey: string; readonly object_id: string; readonly alerts: number }[];
}

type Sql = Question['database']['sql'];

/** What more was told is not gone through to find two moments: 10,000 rows are read in 20 ms. */
const mostTold = 10_000;

/**
 * Moments at which a list of objects changes, as far as the question knows: of alerts and new objects in its region, of maps that
 * give the region, of statements that give its class, of alerts and measurements of what it shows. Null where too much is told for that.
 */
export async function momentsOfObjects(question: Question, listed: ListedObjects): Promise<Instant[] | null> {
	const { region } = listed;
	const isClassed = listed.class !== null || listed.classBy !== null;
	const alerts = region ? await alertsIn(question, region, listed.survey) : [];
	if (alerts === null) return null;
	const told = await Promise.all([
		alerts,
		region ? objectsIn(question, region, listed.survey) : [],
		listed.event === null ? [] : mapsOf(question, listed.event),
		isClassed ? classesTold(question, listed) : [],
		region && !isClassed ? [] : alertsOfShown(question, listed.shown),
		measurementsOf(
			question,
			listed.shown.filter(({ alerts }) => alerts === 0)
		)
	]);
	return told.some((moments) => moments === null) ? null : told.flatMap((moments) => moments ?? []);
}

function unlessTooMany(rows: readonly { readonly known_at: Instant }[]): Instant[] | null {
	return rows.length > mostTold ? null : rows.map(({ known_at }) => known_at);
}

/**
 * A range after the other, so that it ends as soon as there are too many: all of a wide region would be gathered first. Their
 * overall bounds stand beside them for the planner, which leaves out partitions by what is constant. Of too many one is sent,
 * with their count: to send 10,000 rows and read them took as long as to find them.
 */
async function alertsIn(question: Question, region: Region, survey: string | null) {
	if (region.ranges.length === 0) return [];
	const { sql } = question.database;
	const [low, high] = [
		region.ranges.map(({ from }) => String(from)),
		region.ranges.map(({ to }) => String(to))
	];
	const rows = await sql<{ known_at: Instant; ra_deg: number; dec_deg: number; told: number }[]>`
		with told as materialized (
			select known_at, ra_deg, dec_deg
			from unnest(${low}::bigint[], ${high}::bigint[]) as searched (low, high)
				cross join lateral (
					select a.known_at, a.ra_deg, a.dec_deg
					from alert a
					where a.hpx >= low and a.hpx < high and a.hpx >= ${low[0]!} and a.hpx < ${high.at(-1)!}
						and ${ofSurvey(sql, survey)} and ${visible(question, 'observed_at')}
						and observed_at <= ${question.basis.knownAt}
					limit ${mostTold + 1}) found
			limit ${mostTold + 1}
		), counted as (select count(*)::integer as told from told)
		select known_at, ra_deg, dec_deg, counted.told
		from told, counted
		limit (select case when counted.told > ${mostTold} then 1 end from counted)`;
	if ((rows[0]?.told ?? 0) > mostTold) return null;
	return unlessTooMany(rows.filter(({ ra_deg, dec_deg }) => region.contains(ra_deg, dec_deg)));
}

/** First news of objects whose place is in the region, in each collection. */
async function objectsIn(question: Question, region: Region, survey: string | null) {
	const { sql } = question.database;
	const { knownAt, batch } = question.basis;
	return unlessTooMany(
		await sql<{ known_at: Instant }[]>`
			select k.known_at
			from object a join object_known k on k.survey = a.survey and k.object_id = a.object_id
			where ${within(sql, region)} and ${ofSurvey(sql, survey)} and ${open(question, 'observed_at')}
				and k.known_at <= ${knownAt} and k.batch <= ${batch}
			limit ${mostTold + 1}`
	);
}

async function mapsOf(question: Question, event: string) {
	const { sql } = question.database;
	return unlessTooMany(
		await sql<{ known_at: Instant }[]>`
			select known_at from localization where event = ${event} and ${visible(question)} limit ${mostTold + 1}`
	);
}

/** Whatever was told in place of a statement that gives the class is told of it too. */
async function classesTold(question: Question, { class: name, classBy: agent }: ListedObjects) {
	const { sql } = question.database;
	return unlessTooMany(
		await sql<{ known_at: Instant }[]>`
			select known_at
			from statement
			where (subject, property, qualifier, agent) in (
					select subject, property, qualifier, agent
					from statement
					where property = 'class' and length(value_text) < 200
						${name === null ? sql`` : sql`and value_text = ${name}`}
						${agent === null ? sql`` : sql`and agent = ${agent}`}
						and ${visible(question)}
					limit ${mostTold + 1})
				and ${visible(question)}
			limit ${mostTold + 1}`
	);
}

async function alertsOfShown(question: Question, shown: ListedObjects['shown']) {
	if (shown.length === 0) return [];
	const { database } = question;
	const { sql } = database;
	const located = await sql<{ hpx: bigint; alert_id: bigint }[]>`
		select hpx, alert_id
		from locator
		where (survey, object_id) in (select * from ${named(sql, shown)}) and ${open(question, 'observed_at')}
		limit ${mostTold + 1}`;
	if (located.length > mostTold) return null;
	return unlessTooMany(
		await sql<{ known_at: Instant }[]>`
			select known_at
			from alert
			where ${among(database, located.map(cellOf))}
				and alert_id = any(${located.map(({ alert_id }) => String(alert_id))}::bigint[])
				and ${visible(question, 'observed_at')}
			limit ${mostTold + 1}`
	);
}

async function measurementsOf(question: Question, objects: ListedObjects['shown']) {
	if (objects.length === 0) return [];
	const { database } = question;
	const { sql } = database;
	const places = await sql<{ hpx: bigint }[]>`
		select hpx from object where (survey, object_id) in (select * from ${named(sql, objects)})`;
	return unlessTooMany(
		await sql<{ known_at: Instant }[]>`
			select known_at
			from photometry
			where ${among(database, places.map(cellOf))}
				and (survey, object_id) in (select * from ${named(sql, objects)})
				and ${visible(question, 'observed_at')}
			limit ${mostTold + 1}`
	);
}

const cellOf = ({ hpx }: { readonly hpx: bigint }) => hpx;

function ofSurvey(sql: Sql, survey: string | null) {
	return survey === null ? sql`true` : sql`a.survey = ${survey}`;
}

function named(sql: Sql, objects: ListedObjects['shown']) {
	return sql`unnest(${objects.map((one) => one.survey)}::text[], ${objects.map((one) => one.object_id)}::text[])`;
}
