import { mockEvent, testEvent } from '#lib/archive/packets/gcn/event-names.ts';
import type { Instant } from '#lib/sky/time.ts';
import { asOf, visible } from './as-of.server.ts';
import type { Question } from './question.ts';

export interface EventSummary {
	readonly event: string;
	readonly event_kind: string;
	readonly event_at: Instant | null;
	/** None where maps that came as files alone tell of it. */
	readonly notices: number;
	readonly first_known_at: Instant;
	readonly last_known_at: Instant;
	/** Null where circulars alone tell of it. */
	readonly last_kind: string | null;
	/** Of the newest notice that says one; so is whether LVK calls it significant. */
	readonly far_hz: number | null;
	readonly significant: boolean | null;
	readonly retracted: boolean;
}

export interface EventFilter {
	readonly kind?: string | null;
	readonly retracted?: boolean | null;
	/** Whether LVK's newest word on it is that it is significant; events of which nobody says so are neither. */
	readonly significant?: boolean | null;
	/** Tests and mocks are kept, and shown only when asked for. */
	readonly includeTests?: boolean;
	/** Events of which something became known after this. */
	readonly changedSince?: Instant | null;
	readonly after?: EventPlace | null;
	readonly limit: number;
}

/** Where an event stands in the list: when there was news of it last, and its name. */
export interface EventPlace {
	readonly lastKnownAt: Instant;
	readonly event: string;
}

/** Notices looked at for each event that is wanted, before more are. */
const noticesPerEvent = 4;

/**
 * Events, the one with the latest news first; ask for the next page with the last row of this one. Goes back through the
 * notices from there, so that a page takes as long in an archive of many events as in one of few.
 */
export async function listEvents(question: Question, filter: EventFilter): Promise<EventSummary[]> {
	const found: EventSummary[] = [];
	const seen = new Set<string>();
	const count = filter.limit * noticesPerEvent;
	const among = await candidates(question, filter);
	let from = filter.after ?? null;
	while (found.length < filter.limit) {
		const news = await newsBefore(question, { ...filter, among }, from, count, [...seen]);
		const names = [...new Set(news.map(({ event }) => event))];
		for (const name of names) seen.add(name);
		// some of them have later news and stood on a page before: as many are asked about as are still wanted
		for (let at = 0; at < names.length && found.length < filter.limit;) {
			const wanted = names.slice(at, (at += filter.limit - found.length));
			found.push(...(await summaries(question, filter, wanted)));
		}
		if (news.length < count) break;
		from = news.at(-1)!;
	}
	return found.slice(0, filter.limit);
}

/** Events of notices in force, or of maps without one, the latest first, as often as there are such; but for those `seen`. */
function newsBefore(
	question: Question,
	filter: EventFilter & { readonly among: readonly string[] | null },
	from: EventPlace | null,
	count: number,
	seen: readonly string[]
): Promise<EventPlace[]> {
	const { sql } = question.database;
	const { changedSince = null, among } = filter;
	const inPlace = sql`n.event <> all(${seen as string[]}::text[])
			and (${among === null} or n.event = any(${among as string[] | null}::text[]))
			and (${changedSince}::timestamptz is null or n.known_at > ${changedSince}::timestamptz)
			and (${from === null} or n.known_at <= ${from?.lastKnownAt ?? null}::timestamptz)
			and (${from === null} or (n.known_at, n.event) < (${from?.lastKnownAt ?? null}::timestamptz, ${from?.event ?? null}::text))`;
	return sql<EventPlace[]>`
		(select n.known_at as "lastKnownAt", n.event from ${asOf(question, 'notice')} n
		where ${listed(question, filter)} and ${inPlace} order by n.known_at desc, n.event desc limit ${count})
		union all
		(select n.known_at, n.event from ${asOf(question, 'localization')} n
		where ${onlyMapped(question, filter)} and ${inPlace} order by n.known_at desc, n.event desc limit ${count})
		order by 1 desc, 2 desc
		limit ${count}`;
}

/** What the list says of these events, without those that stand before its place. */
function summaries(
	question: Question,
	filter: EventFilter,
	names: readonly string[]
): Promise<EventSummary[]> {
	const { sql } = question.database;
	const { after = null, retracted = null, significant = null } = filter;
	const word = sql.unsafe(toldSignificant);
	return sql<EventSummary[]>`
		select * from (
			select n.event,
				(array_agg(n.event_kind order by n.known_at desc, n.notice_id desc))[1] as event_kind,
				(array_agg(n.event_at order by n.known_at desc, n.notice_id desc)
					filter (where n.event_at is not null))[1] as event_at,
				count(*)::integer as notices,
				min(n.known_at) as first_known_at,
				max(n.known_at) as last_known_at,
				(array_agg(n.kind order by n.known_at desc, n.notice_id desc) filter (where n.kind <> 'circular'))[1] as last_kind,
				(array_agg(n.far_hz order by n.known_at desc, n.notice_id desc) filter (where n.far_hz is not null))[1] as far_hz,
				(array_agg(${word} in ('1', 'true') order by n.known_at desc, n.notice_id desc)
					filter (where n.event_kind = 'gw' and ${word} is not null))[1] as significant,
				coalesce((array_agg(n.kind order by n.known_at desc, n.notice_id desc)
					filter (where n.kind <> 'circular'))[1] = 'retraction', false) as retracted
			from ${asOf(question, 'notice')} n
			where n.event = any(${names as string[]}::text[]) and ${listed(question, filter)}
			group by n.event
			union all
			select n.event, 'other',
				(array_agg(n.event_at order by n.known_at desc, n.notice_id desc) filter (where n.event_at is not null))[1],
				0, min(n.known_at), max(n.known_at), 'other', null, null, false
			from ${asOf(question, 'localization')} n
			where n.event = any(${names as string[]}::text[]) and ${onlyMapped(question, filter)}
			group by n.event
		) e
		where (${after === null} or (e.last_known_at, e.event) < (${after?.lastKnownAt ?? null}::timestamptz, ${after?.event ?? null}::text))
			and (${retracted}::boolean is null or e.retracted = ${retracted}::boolean)
			and (${significant}::boolean is null or e.significant = ${significant}::boolean)
		order by e.last_known_at desc, e.event desc`;
}

/** What VOEvents and JSON of LVK call it: 1 or 0, true or false. */
const toldSignificant = "coalesce(n.detail ->> 'Significant', n.detail -> 'event' ->> 'significant')";

/**
 * Events of which some visible notice says what few do, so that the way back through the notices is short; null where
 * the question is not of that kind. What the newest notice says decides afterwards.
 */
async function candidates(
	question: Question,
	{ retracted = null, significant = null }: EventFilter
): Promise<string[] | null> {
	const { sql } = question.database;
	if (!retracted && significant === null) return null;
	const words = significant ? ['1', 'true'] : ['0', 'false'];
	const rows = await sql<{ event: string }[]>`
		select distinct n.event
		from notice n
		where n.event is not null and ${visible(question)}
			${retracted ? sql`and n.kind = 'retraction'` : sql``}
			${significant === null ? sql`` : sql`and n.event_kind = 'gw' and ${sql.unsafe(toldSignificant)} = any(${words}::text[])`}`;
	return rows.map(({ event }) => event);
}

/** What the list says of the events of these names. */
export function summariesOf(
	question: Question,
	names: readonly string[],
	{ includeTests }: Pick<EventFilter, 'includeTests'>
): Promise<EventSummary[]> {
	return summaries(question, { includeTests, limit: names.length }, names);
}

/** Of localizations `n`, which came as files: whether no notice tells of their event. Of what kind that is nobody says. */
function onlyMapped(question: Question, { kind = null, includeTests = false }: EventFilter) {
	const { sql } = question.database;
	return sql`n.notice_id like 'skymap/%'
				and (${includeTests} or n.event !~ ${`${mockEvent.source}|${testEvent.source}`})
				and (${kind}::text is null or ${kind}::text = 'other')
				and not exists (select from ${asOf(question, 'notice')} o where o.event = n.event)`;
}

function listed({ database: { sql } }: Question, { kind = null, includeTests = false }: EventFilter) {
	return sql`n.event is not null
				and (${includeTests} or n.role not in ('test', 'mock'))
				and (${kind}::text is null or n.event_kind = ${kind}::text)`;
}
