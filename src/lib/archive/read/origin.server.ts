import type { Origin } from '#lib/archive/moments.ts';
import type { Instant } from '#lib/sky/time.ts';
import { asOf, open } from './as-of.server.ts';
import type { Question } from './question.ts';

/**
 * T0 of a subject as known at the basis: the time of an event as its newest notice has it, or the epoch of an object's
 * first alert; null where it has none.
 */
export async function readOrigin(question: Question, subject: string): Promise<Origin | null> {
	const [kind, survey = '', ...rest] = subject.split('/');
	if (kind === 'events') return ofEvent(question, [survey, ...rest].join('/'));
	return kind === 'objects' ? ofObject(question, survey, rest.join('/')) : null;
}

async function ofEvent(question: Question, event: string): Promise<Origin | null> {
	const { sql } = question.database;
	const [notice] = await sql<{ at: Instant }[]>`
		select n.event_at as at
		from ${asOf(question, 'notice')} n
		where n.event = ${event} and n.event_at is not null
		order by n.known_at desc, n.notice_id desc
		limit 1`;
	return notice ? { label: 'the time of the event', at: notice.at } : null;
}

/** The locator knows no versions; epochs of alerts do not change with them. */
async function ofObject(question: Question, survey: string, objectId: string): Promise<Origin | null> {
	const { sql } = question.database;
	const [first] = await sql<{ at: Instant | null }[]>`
		select min(observed_at) as at
		from locator
		where object_id = ${objectId} and survey = ${survey} and ${open(question, 'observed_at')}`;
	return first?.at == null ? null : { label: 'the epoch of the first alert', at: first.at };
}
