import { mostOnASide, type Changes, type Moments } from '#lib/archive/moments.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Question } from './question.ts';
import type { Tellings } from './tellings.ts';

/**
 * When what is known about something changes, up to `until`, and when it last did and next does around its basis.
 * `tellings` are all that were told about it; those in a collection of `openedAt` change it when that collection opens.
 */
export async function readMoments(
	question: Question,
	tellings: (question: Question) => Promise<Tellings>,
	until: Instant,
	openedAt: ReadonlyMap<string, Instant>
): Promise<Moments & { readonly moments: Changes }> {
	const { sql } = question.database;
	const { knownAt } = question.basis;
	const { source } = await tellings({ ...question, basis: { ...question.basis, knownAt: until } });
	const rows = await sql<{ known_at: Instant; count: number }[]>`
		with opened as (
				select * from unnest(${[...openedAt.keys()]}::text[], ${[...openedAt.values()]}::timestamptz[])
					as o (collection, opened_at)
			),
			told as materialized (
				select distinct greatest(known_at, opened_at) as known_at
				from (${source}) s left join opened using (collection)
			)
		select known_at, (select count(*)::integer from told) as count
		from (
			(select known_at from told where known_at <= ${knownAt} order by known_at desc limit ${mostOnASide})
			union all
			(select known_at from told where known_at > ${knownAt} order by known_at limit ${mostOnASide})
		) nearest
		order by known_at`;
	const at = rows.map((row) => row.known_at);
	const next = at.findIndex((one) => one > knownAt);
	const known = next === -1 ? at.length : next;
	return {
		earlier: at[known - 2] ?? null,
		later: at[known] ?? null,
		moments: { at, count: rows[0]?.count ?? 0 }
	};
}
