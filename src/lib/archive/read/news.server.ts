import { asOf } from './as-of.server.ts';
import { summariesOf, type EventSummary } from './list-events.server.ts';
import type { Question } from './question.ts';
import type { Localization, Notice, Statement } from './rows.ts';

/** What a list says of a notice. */
export type Headline = Pick<
	Notice,
	| 'notice_id'
	| 'event'
	| 'event_kind'
	| 'stream'
	| 'kind'
	| 'title'
	| 'ra_deg'
	| 'dec_deg'
	| 'error_deg'
	| 'known_at'
>;

/** The newest notices by when they became known, without tests and mocks. */
export function newestNotices(question: Question, count: number): Promise<Headline[]> {
	const { sql } = question.database;
	return sql<Headline[]>`
		select n.notice_id, n.event, n.event_kind, n.stream, n.kind, n.title, n.ra_deg, n.dec_deg, n.error_deg, n.known_at
		from ${asOf(question, 'notice')} n
		where n.role not in ('test', 'mock')
		order by n.known_at desc, n.notice_id desc
		limit ${count}`;
}

/** The newest classes, names, identities and redshifts that anyone gave. */
export function newestStatements(question: Question, count: number): Promise<Statement[]> {
	const { sql } = question.database;
	// the properties are those of the index statement_news, word for word
	return sql<Statement[]>`
		select s.*
		from ${asOf(question, 'statement')} s
		where s.property in ('class', 'identity', 'name', 'redshift')
		order by s.known_at desc, s.subject, s.property, s.agent, s.qualifier
		limit ${count}`;
}

/** An event, and its newest map without the cells. */
export interface MappedEvent {
	readonly event: EventSummary;
	readonly localization: Localization;
}

/** Events of the newest maps, without tests, mocks and those that stand retracted; the newest map first. */
export async function newestMappedEvents(question: Question, count: number): Promise<MappedEvent[]> {
	const { sql } = question.database;
	const maps = await sql<Localization[]>`
		select l.notice_id, l.name, l.event, l.creator, l.event_at, l.distance_mean_mpc, l.distance_std_mpc,
			l.area_50_deg2, l.area_90_deg2, l.cell_count, l.collection, l.known_at, l.known_from, l.version, l.packet,
			l.batch, l.fact
		from ${asOf(question, 'localization')} l
		order by l.known_at desc, l.notice_id desc, l.name desc
		limit ${count * mapsPerEvent}`;
	const newest = new Map<string, Localization>();
	for (const map of maps) if (!newest.has(map.event)) newest.set(map.event, map);
	const summaries = await summariesOf(question, [...newest.keys()]);
	const real = new Map(summaries.filter(({ retracted }) => !retracted).map((event) => [event.event, event]));
	return [...newest.values()]
		.flatMap((localization) => {
			const event = real.get(localization.event);
			return event ? [{ event, localization }] : [];
		})
		.slice(0, count);
}

/** Maps looked at for each event that is wanted. */
const mapsPerEvent = 8;
