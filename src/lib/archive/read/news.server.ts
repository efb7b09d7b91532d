import { asOf } from './as-of.server.ts';
import { inIndexOrder } from './in-index-order.server.ts';
import { summariesOf } from './list-events.server.ts';
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
	return inIndexOrder<Headline[]>(
		question,
		sql`
		select n.notice_id, n.event, n.event_kind, n.stream, n.kind, n.title, n.ra_deg, n.dec_deg, n.error_deg, n.known_at
		from ${asOf(question, 'notice')} n
		where n.role not in ('test', 'mock')
		order by n.known_at desc, n.notice_id desc
		limit ${count}`
	);
}

/** The newest classes, names, identities and redshifts that anyone gave. */
export function newestStatements(question: Question, count: number): Promise<Statement[]> {
	const { sql } = question.database;
	// the properties are those of the index statement_news, word for word
	return inIndexOrder<Statement[]>(
		question,
		sql`
		select s.*
		from ${asOf(question, 'statement')} s
		where s.property in ('class', 'identity', 'name', 'redshift')
		order by s.known_at desc, s.subject desc, s.property desc, s.agent, s.qualifier
		limit ${count}`
	);
}

/**
 * Events' newest maps without the cells, the newest first; of no event of which all notices are tests or mocks, or which
 * stands retracted. (A map may come as a file, without any notice.)
 */
export async function newestMaps(question: Question, count: number): Promise<Localization[]> {
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
	const names = [...newest.keys()];
	const [told, real] = await Promise.all([
		summariesOf(question, names, { includeTests: true }),
		summariesOf(question, names, { includeTests: false })
	]);
	const standing = new Set(real.filter(({ retracted }) => !retracted).map(({ event }) => event));
	for (const { event } of told) if (!standing.has(event)) newest.delete(event);
	return [...newest.values()].slice(0, count);
}

/** Maps looked at for each event that is wanted. */
const mapsPerEvent = 8;
