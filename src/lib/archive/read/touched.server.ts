import type { Instant } from '#lib/sky/time.ts';
import { visible } from './as-of.server.ts';
import type { Question } from './question.ts';

/** Subjects of which alerts, measurements, notices or maps were recorded after batch `after`, visible at the basis. */
export async function subjectsTouched(question: Question, after: bigint): Promise<Set<string>> {
	const { sql } = question.database;
	const rows = await sql<{ subject: string }[]>`
		select 'objects/' || survey || '/' || object_id as subject
		from alert where batch > ${after} and ${visible(question, 'observed_at')}
		union
		select 'objects/' || survey || '/' || object_id
		from photometry where batch > ${after} and ${visible(question, 'observed_at')}
		union
		select 'events/' || event from notice where event is not null and batch > ${after} and ${visible(question)}
		union
		select 'events/' || event from localization where batch > ${after} and ${visible(question)}`;
	return new Set(rows.map(({ subject }) => subject));
}

/**
 * Batches after `after` that touched any subject of one of `kinds` (`objects`, `events`) visible at the basis, up to
 * `most` of them, and when the first was sealed.
 */
export async function batchesTouching(
	question: Question,
	after: bigint,
	kinds: ReadonlySet<'objects' | 'events'>,
	most: number
): Promise<{ readonly batches: number; readonly since: Instant | null }> {
	const { sql } = question.database;
	const [objects, events] = [kinds.has('objects'), kinds.has('events')];
	const [row] = await sql<[{ batches: number; since: Instant | null }]>`
		select count(*)::integer as batches, min(sealed_at) as since
		from (
			select b.sealed_at
			from batch b
			where b.batch > ${after} and b.batch <= ${question.basis.batch}
				and (${objects} and exists (select from alert t where t.batch = b.batch and ${visible(question, 'observed_at')})
					or ${objects} and exists (select from photometry t where t.batch = b.batch and ${visible(question, 'observed_at')})
					or ${events} and exists (select from notice t where t.batch = b.batch and t.event is not null and ${visible(question)})
					or ${events} and exists (select from localization t where t.batch = b.batch and ${visible(question)}))
			order by b.batch
			limit ${most}) waiting`;
	return row;
}
