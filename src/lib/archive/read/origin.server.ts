import type { Origin } from '#lib/archive/moments.ts';
import type { Instant } from '#lib/sky/time.ts';
import { asOf, open } from './as-of.server.ts';
import type { Question } from './question.ts';

/**
 * T0 of a subject as known at the basis: the time of an event as its newest notice has it (the first news of it, where
 * none says), or the epoch of an object's first alert; null where it has none.
 */
export async function readOrigin(question: Question, subject: string): Promise<Origin | null> {
	const [kind, survey = '', ...rest] = subject.split('/');
	if (kind === 'events') return ofEvent(question, [survey, ...rest].join('/'));
	return kind === 'objects' ? ofObject(question, survey, rest.join('/')) : null;
}

async function ofEvent(question: Question, event: string): Promise<Origin | null> {
	const { sql } = question.database;
	const [told] = await sql<{ event_at: Instant | null; first_known_at: Instant | null }[]>`
		select (array_agg(n.event_at order by n.known_at desc, n.notice_id desc)
				filter (where n.event_at is not null))[1] as event_at,
			min(n.known_at) as first_known_at
		from ${asOf(question, 'notice')} n
		where n.event = ${event}`;
	if (told?.event_at != null) return { label: 'the time of the event', at: told.event_at };
	return told?.first_known_at == null ? null : { label: 'the first news of it', at: told.first_known_at };
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
