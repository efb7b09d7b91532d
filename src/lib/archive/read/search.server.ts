import type postgres from 'postgres';
import { parseWrittenInstant } from '#lib/sky/parse-instant.ts';
import { parsePosition, type WrittenPosition } from '#lib/sky/position.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { asOf, open, visible } from './as-of.server.ts';
import { alertsOf, photometryOf } from './objects.server.ts';
import type { Question } from './question.ts';
import { spellings, transientOf } from './spellings.ts';
import { among, epochs } from './tellings-of-objects.server.ts';

/** What a person may have meant by a name. */
export interface NamedThing {
	/** Address of its page without the leading slash: `objects/ztf/ZTF18abc`, `events/S190425z`, `alerts/ztf/123`. */
	readonly subject: string;
	/** Why it matches, in a few words. */
	readonly because: string;
}

export interface Reading {
	/** How the text was read, for people: the search box echoes it. */
	readonly as: string;
	readonly position: WrittenPosition | null;
	readonly moment: Instant | null;
	readonly things: readonly NamedThing[];
	/** The last of `things` where more have the name: the next page begins behind it. */
	readonly next: NamedThing | null;
}

/** Which of the things that have a name are asked for: so many of those behind `after`, from the first without it. */
export interface ThingsPage {
	readonly after: NamedThing | null;
	readonly limit: number;
}

/**
 * Reads the one search box: a name of any source, a position with or without a radius, or a moment. Names come first, with
 * what has them by subject, and are looked up as of the question's basis, so that a thing that was not known yet is not found; `now` is what moments
 * such as `3 d ago` count from. @throws LookbackError when the text is a position or a time with a wrong field.
 */
export async function readSearch(
	question: Question,
	text: string,
	now: Instant,
	page: ThingsPage = { after: null, limit: 100 }
): Promise<Reading> {
	const wanted = text.trim();
	const nothing = { position: null, moment: null, things: [], next: null };
	if (wanted === '') return { ...nothing, as: 'nothing: give a name, a position or a time' };
	const found = await namedThings(question, wanted, { after: page.after, limit: page.limit + 1 });
	const things = found.slice(0, page.limit);
	const next = found.length > page.limit ? things.at(-1)! : null;
	if (things.length > 0 || page.after) return { ...nothing, as: `the name ${wanted}`, things, next };
	const position = parsePosition(wanted);
	if (position) return { ...nothing, as: position.form, position };
	const moment = parseWrittenInstant(wanted, now);
	if (moment !== null) return { ...nothing, as: `the moment ${formatInstant(moment)}`, moment };
	return { ...nothing, as: `the name ${wanted}` };
}

/**
 * Moments at which what a name leads to changes, as far as the question knows: of the first news of what has it, and of
 * all that was told of its being said to have it.
 */
export async function momentsOfName(question: Question, text: string): Promise<Instant[]> {
	const { sql } = question.database;
	const { ids, names } = writtenAs(text.trim());
	const { knownAt, batch } = question.basis;
	const events = ids.map((id) => `events/${id}`);
	const rows = await sql<{ known_at: Instant }[]>`
		select min(known_at) as known_at
		from object_known
		where (survey, object_id) in (
				select survey, object_id from object where object_id = any(${ids as string[]}::text[])
				union
				select survey, object_id from locator where object_id = any(${ids as string[]}::text[]))
			and ${open(question, 'observed_at')} and known_at <= ${knownAt} and batch <= ${batch}
		group by survey, object_id
		union
		select min(known_at)
		from (
			select 'events/' || event as subject, known_at from notice where event = any(${ids as string[]}::text[]) and ${visible(question)}
			union all
			select 'events/' || event, known_at from localization where event = any(${ids as string[]}::text[]) and ${visible(question)}
			union all
			select subject, known_at from statement where subject = any(${events}::text[]) and ${visible(question)}
		) told
		group by subject
		union
		select known_at
		from statement
		where (subject, property, qualifier, agent) in (
				select subject, property, qualifier, agent
				from statement
				where property in ('name', 'identity', 'internal-name')
					and value_text = any(${subjectsNamed(names)}::text[]) and length(value_text) < 200 and ${visible(question)})
			and ${visible(question)}`;
	return [...rows.map(({ known_at }) => known_at), ...(await firstOfAlerts(question, int64(text.trim())))];
}

/** The first news of the alerts of a number. Their places stand in the query as values, and leave partitions out. */
async function firstOfAlerts(question: Question, number: bigint | null): Promise<Instant[]> {
	if (number === null) return [];
	const { database } = question;
	const { sql } = database;
	const places = await sql<{ hpx: bigint; observed_at: Instant }[]>`
		select hpx, observed_at from locator where alert_id = ${number} and ${open(question, 'observed_at')}`;
	const rows = await sql<{ known_at: Instant }[]>`
		select min(known_at) as known_at
		from alert
		where ${among(
			database,
			places.map(({ hpx }) => hpx)
		)} and ${epochs(database, places)}
			and alert_id = ${number} and ${visible(question, 'observed_at')}
		group by survey`;
	return rows.map(({ known_at }) => known_at);
}

/** The number a text writes, where the database has room for it. */
function int64(text: string): bigint | null {
	const number = /^-?\d{1,19}$/.test(text) ? BigInt(text) : null;
	return number !== null && BigInt.asIntN(64, number) === number ? number : null;
}

/** How a thing of this name may be called by whoever names it, and by what it is said to have as a name. */
function writtenAs(name: string): { readonly ids: readonly string[]; readonly names: readonly string[] } {
	const transient = transientOf(name);
	const ids = [...spellings(name), ...(transient === null ? [] : [transient])];
	// the prefix of a TNS name changes with its class
	const prefixes = transient === null ? [] : ['AT', 'SN', 'TDE'];
	return { ids, names: [...ids, ...prefixes.map((prefix) => prefix + transient)] };
}

async function namedThings(question: Question, name: string, page: ThingsPage): Promise<NamedThing[]> {
	const { ids, names } = writtenAs(name);
	const found = await Promise.all([
		objectsNamed(question, ids, page),
		eventsNamed(question, ids, page),
		saidToBe(question, names, page),
		alertsNumbered(question, int64(name), page)
	]);
	const bySubject = (a: NamedThing, b: NamedThing) =>
		compare(a.subject, b.subject) || compare(a.because, b.because);
	return found.flat().sort(bySubject).slice(0, page.limit);
}

/** A page of what a query finds, whose columns are `subject` and `because`. */
function pageOf({ database: { sql } }: Question, found: postgres.Fragment, { after, limit }: ThingsPage) {
	return sql<NamedThing[]>`
		select found.subject, found.because
		from (${found}) found
		where ${after === null ? sql`true` : sql`(found.subject collate "C", found.because collate "C") > (${after.subject}, ${after.because})`}
		order by found.subject collate "C", found.because collate "C"
		limit ${limit}`;
}

/**
 * Objects of these names of which anything is in force. Those of which nothing is open to the viewer are left out before
 * more is asked about them: they take no longer than those that do not exist.
 */
async function objectsNamed(
	question: Question,
	ids: readonly string[],
	page: ThingsPage
): Promise<NamedThing[]> {
	const { sql } = question.database;
	const { knownAt, batch } = question.basis;
	const known = sql`
		select 'objects/' || o.survey || '/' || o.object_id as subject, 'its name' as because
		from (
			select survey, object_id from object where object_id = any(${ids as string[]}::text[])
			union
			select survey, object_id from locator where object_id = any(${ids as string[]}::text[])
		) o
		where (
			select k.object_id
			from object_known k
			where k.survey = o.survey and k.object_id = o.object_id and ${open(question, 'observed_at')}
				and k.known_at <= ${knownAt} and k.batch <= ${batch}
			limit 1) is not null`;
	const there: NamedThing[] = [];
	for (let { after } = page; there.length < page.limit;) {
		const candidates = await pageOf(question, known, { after, limit: page.limit });
		const isThere = await Promise.all(candidates.map(({ subject }) => isInForce(question, subject)));
		there.push(...candidates.filter((_, index) => isThere[index]));
		if (candidates.length < page.limit) break;
		after = candidates.at(-1)!;
	}
	return there;
}

/** Whether any alert or measurement of an object is in force. */
async function isInForce(question: Question, subject: string): Promise<boolean> {
	const [, survey, objectId] = /^objects\/([^/]+)\/(.+)$/s.exec(subject)!;
	const light = [alertsOf(question, survey!, objectId!), photometryOf(question, survey!, objectId!)];
	return (await Promise.all(light)).some((rows) => rows.length > 0);
}

/** Events of these names that a notice or a map is about, or that anyone says something of. */
function eventsNamed(question: Question, ids: readonly string[], page: ThingsPage): Promise<NamedThing[]> {
	const { sql } = question.database;
	const found = sql`
		select 'events/' || n.event as subject, 'its name' as because
		from ${asOf(question, 'notice')} n
		where n.event = any(${ids as string[]}::text[])
		union
		select 'events/' || l.event, 'its name'
		from ${asOf(question, 'localization')} l
		where l.event = any(${ids as string[]}::text[])
		union
		select s.subject, 'its name'
		from ${asOf(question, 'statement')} s
		where s.subject = any(${ids.map((id) => `events/${id}`)}::text[])`;
	return pageOf(question, found, page);
}

/** The names, and the subjects that have them. */
function subjectsNamed(names: readonly string[]): string[] {
	return ['', 'events/', 'objects/ztf/', 'objects/lsst/'].flatMap((place) =>
		names.map((name) => place + name)
	);
}

/** Things that are said to have one of these names, or to be what has it. */
function saidToBe(question: Question, names: readonly string[], page: ThingsPage): Promise<NamedThing[]> {
	const { sql } = question.database;
	const values = subjectsNamed(names);
	const found = sql`
		select distinct s.subject, s.agent || ' says its ' || s.property || ' is ' || s.value_text as because
		from ${asOf(question, 'statement')} s
		where s.property in ('name', 'identity', 'internal-name') and s.value_text = any(${values}::text[])
			and length(s.value_text) < 200`;
	return pageOf(question, found, page);
}

async function alertsNumbered(
	question: Question,
	number: bigint | null,
	page: ThingsPage
): Promise<NamedThing[]> {
	if (number === null) return [];
	const { sql } = question.database;
	const found = sql`
		select distinct 'alerts/' || a.survey || '/' || a.alert_id as subject, 'its number' as because
		from (
			select * from locator where alert_id = ${number} and ${open(question, 'observed_at')}
		) l join lateral (
			select survey, alert_id from ${asOf(question, 'alert')} f
			where f.hpx = l.hpx and f.observed_at = l.observed_at and f.alert_id = l.alert_id and f.survey = l.survey
		) a on true`;
	return pageOf(question, found, page);
}

/** As the collation "C" has it. */
function compare(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
