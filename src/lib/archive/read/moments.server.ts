import type { Changes, Moments } from '#lib/archive/moments.ts';
import type { Instant } from '#lib/sky/time.ts';
import { visible } from './as-of.server.ts';
import { sourceOf } from './history.server.ts';
import type { Question } from './question.ts';

/** Most changes that are told on either side of the basis. */
const mostOnASide = 150;

/**
 * When what is known about a subject changes, up to `until`, and when it last did and next does around its basis. What
 * was told in a collection of `openedAt` changes it when that collection opens.
 */
export async function readMoments(
	question: Question,
	subject: string,
	until: Instant,
	openedAt: ReadonlyMap<string, Instant>
): Promise<Moments & { readonly moments: Changes }> {
	const { sql } = question.database;
	const { knownAt } = question.basis;
	const { source } = await sourceOf({ ...question, basis: { ...question.basis, knownAt: until } }, subject);
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

/** The same of the notices of all events, tests and mocks left out: two looks into the index of their times. */
export async function readNoticeMoments(question: Question, until: Instant): Promise<Moments> {
	const { sql } = question.database;
	const { knownAt } = question.basis;
	const told = sql`from notice
		where event is not null and role not in ('test', 'mock')
			and ${visible({ ...question, basis: { ...question.basis, knownAt: until } })}`;
	const [moments] = await sql<[Moments]>`
		with latest as (select max(known_at) as known_at ${told} and known_at <= ${knownAt})
		select (select max(known_at) ${told} and known_at < (select latest.known_at from latest)) as earlier,
			(select min(known_at) ${told} and known_at > ${knownAt}) as later`;
	return moments;
}
