import type postgres from 'postgres';
import {
	inIndexOrder,
	mostTold,
	toldOf,
	visible,
	type Question,
	type ToldOfList
} from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Block } from './bookings/index.server.ts';
import type { Ground } from './plans/document.ts';

/** The time that a page shows of the schedule: the same at all moments, or another one at each. */
export type ShownTime =
	{ readonly from: Instant; readonly to: Instant } | ((at: Instant) => readonly [from: Instant, to: Instant]);

/** Which blocks a page is asked for; null for any. */
export interface BlocksAsked {
	readonly facility?: string | null;
	readonly campaign?: string | null;
	readonly plan?: string | null;
	readonly subject?: string | null;
}

type Telling = Pick<Block, 'block' | 'known_at' | 'collection' | 'from_at' | 'to_at'>;

/** What was told around `knownAt` of blocks in the time that a page shows, in whatever state. */
export function toldOfBlocks(asked: BlocksAsked, shown: ShownTime | null, knownAt: Instant): ToldOfList {
	const named = Object.entries(asked).filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string'
	);
	if (typeof shown !== 'function')
		return toldOf('block', (sql) =>
			named.reduce(
				(wanted, [column, value]) => sql`${wanted} and ${sql(column)} = ${value}`,
				shown === null ? sql`true` : sql`tstzrange(from_at, to_at) && tstzrange(${shown.from}, ${shown.to})`
			)
		);
	return {
		relation: 'block',
		read: async (question) => {
			const { sql } = question.database;
			const wanted = () =>
				named.reduce((all, [column, value]) => sql`${all} and ${sql(column)} = ${value}`, visible(question));
			// of all and of a facility an index has the order in which they were known
			if (named.some(([column]) => column !== 'facility')) {
				const all = await sql<Telling[]>`
					select block, known_at, collection, from_at, to_at from block where ${wanted()} limit ${mostTold + 1}`;
				return all.length > mostTold ? null : { tellings: shownOf(all, shown), from: null, to: null };
			}
			const [before, after] = await nearest(question, knownAt, wanted);
			return {
				tellings: shownOf([...before, ...after], shown),
				from: before.length < mostOnASide ? null : before.at(-1)!.known_at,
				to: after.length < mostOnASide ? null : after.at(-1)!.known_at
			};
		}
	};
}

const mostOnASide = mostTold / 2;

/** The last tellings of blocks known at a moment, and the next ones, each from there on. */
function nearest(
	question: Question,
	at: Instant,
	wanted: () => postgres.Fragment
): Promise<[Telling[], Telling[]]> {
	const { sql } = question.database;
	const columns = () => sql`block, known_at, collection, from_at, to_at`;
	return Promise.all([
		inIndexOrder<Telling[]>(
			question,
			sql`select ${columns()} from block where ${wanted()} and known_at <= ${at} order by known_at desc limit ${mostOnASide}`
		),
		inIndexOrder<Telling[]>(
			question,
			sql`select ${columns()} from block where ${wanted()} and known_at > ${at} order by known_at limit ${mostOnASide}`
		)
	]);
}

/** Those of blocks that are, or were, in the time shown at the moment of the telling. */
function shownOf(
	tellings: readonly Telling[],
	shown: Extract<ShownTime, (at: Instant) => unknown>
): Telling[] {
	return [...Map.groupBy(tellings, ({ block }) => block).values()].flatMap((ofOne) =>
		ofOne.filter(({ known_at }) => {
			const [from, to] = shown(known_at);
			return ofOne.some((one) => one.from_at < to && one.to_at > from);
		})
	);
}

/** What was told of everything about a campaign that its page shows. */
export function toldOfCampaign(
	name: string,
	{
		coverage,
		targets
	}: {
		readonly coverage: readonly { readonly event: string }[];
		readonly targets: readonly { readonly subject: string | null }[];
	}
): ToldOfList[] {
	const subjects = [...new Set(targets.flatMap(({ subject }) => subject ?? []))];
	return [
		{ ...toldOf('campaign', (sql) => sql`campaign = ${name}`), isSubject: true },
		toldOf('plan', (sql) => sql`campaigns @> array[${name}::text]`),
		toldOf('block', (sql) => sql`campaign = ${name}`),
		toldOf('pointing', (sql) => sql`campaign = ${name}`),
		toldOf('facility'),
		...toldOfEvents(coverage.map(({ event }) => event)),
		...toldOfSubjects(subjects)
	];
}

/** What was told of a plan, of what it rests on, and of its blocks. */
export function toldOfPlan({
	plan,
	campaigns,
	rests_on: grounds
}: {
	readonly plan: string;
	readonly campaigns: readonly string[];
	readonly rests_on: readonly Ground[];
}): ToldOfList[] {
	return [
		{ ...toldOf('plan', (sql) => sql`plan = ${plan}`), isSubject: true },
		toldOf('plan', (sql) => sql`campaigns && ${[...campaigns]}::text[]`),
		toldOf('campaign', (sql) => sql`campaign = any(${[...campaigns]}::text[])`),
		toldOf('block', (sql) => sql`plan = ${plan}`),
		toldOf('facility', (sql) => sql`facility = any(${namedIn(grounds, 'facility')}::text[])`),
		toldOf('pointing', (sql) => sql`campaign = any(${[...campaigns]}::text[])`),
		...toldOfEvents(namedIn(grounds, 'event')),
		...toldOfSubjects(namedIn(grounds, 'class'))
	];
}

/** Maps and notices of events, and pointings at them. */
export function toldOfEvents(events: readonly string[]): ToldOfList[] {
	if (events.length === 0) return [];
	return (['notice', 'localization', 'pointing'] as const).map((relation) =>
		toldOf(relation, (sql) => sql`event = any(${[...events]}::text[])`)
	);
}

function toldOfSubjects(subjects: readonly string[]): ToldOfList[] {
	if (subjects.length === 0) return [];
	return [
		toldOf(
			'statement',
			(sql) => sql`subject = any(${[...subjects]}::text[]) and property in ('class', 'redshift', 'name')`
		)
	];
}

/** What was told of campaigns that are, or were, in a state; null: in any. */
export function toldOfCampaigns(state: string | null): ToldOfList[] {
	return [toldOf('campaign', state === null ? null : (sql) => sql`state = ${state}`)];
}

/** What was told of plans for a campaign, or for any, and of what those rest on that are shown. */
export function toldOfPlans(
	campaign: string | null,
	shown: readonly { readonly rests_on: readonly Ground[] }[]
): ToldOfList[] {
	const grounds = shown.flatMap(({ rests_on }) => rests_on);
	return [
		toldOf('plan', campaign === null ? null : (sql) => sql`campaigns @> array[${campaign}::text]`),
		toldOf('campaign', (sql) => sql`campaign = any(${namedIn(grounds, 'campaign')}::text[])`),
		...toldOfEvents(namedIn(grounds, 'event'))
	];
}

/** Which pointings a page is asked for; null for any. */
export interface PointingsAsked {
	readonly facility: string | null;
	readonly event: string | null;
	readonly campaign: string | null;
	readonly band: string | null;
	readonly from: Instant | null;
	readonly to: Instant | null;
}

/** What was told of pointings, whether carried out or not, and of the map of the event that is asked about. */
export function toldOfPointings({ from, to, ...asked }: PointingsAsked): ToldOfList[] {
	const named = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== null);
	const isAny = named.length === 0 && from === null && to === null;
	const wanted = (sql: Question['database']['sql']) =>
		named.reduce(
			(all, [column, value]) => sql`${all} and ${sql(column)} = ${value}`,
			sql`(${from}::timestamptz is null or to_at > ${from}::timestamptz or from_at = ${from}::timestamptz)
				and (${to}::timestamptz is null or from_at < ${to}::timestamptz)`
		);
	const { event } = asked;
	return [
		toldOf('pointing', isAny ? null : wanted),
		...(event === null ? [] : [toldOf('localization', (sql) => sql`event = ${event}`)])
	];
}

/** What was told of facilities, and of the blocks that held them, or were to, just then. */
export function toldOfFacilities(knownAt: Instant): ToldOfList[] {
	return [toldOf('facility'), toldOfBlocks({}, (at) => [at, (at + 1) as Instant], knownAt)];
}

/** What was told of a facility, and of its blocks in the time shown. */
export function toldOfFacility(facility: string, shown: ShownTime, knownAt: Instant): ToldOfList[] {
	return [
		{ ...toldOf('facility', (sql) => sql`facility = ${facility}`), isSubject: true },
		toldOfBlocks({ facility }, shown, knownAt)
	];
}

/** What was told of one facility, or of all, and of their blocks in the time shown. */
export function toldOfSchedule(asked: BlocksAsked, shown: ShownTime, knownAt: Instant): ToldOfList[] {
	const { facility } = asked;
	return [
		toldOf('facility', typeof facility === 'string' ? (sql) => sql`facility = ${facility}` : null),
		toldOfBlocks(asked, shown, knownAt)
	];
}

function namedIn(grounds: readonly Ground[], what: Ground['what']): string[] {
	return [...new Set(grounds.filter((one) => one.what === what).map(({ name }) => name))];
}
