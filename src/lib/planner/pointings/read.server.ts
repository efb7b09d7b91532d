import type { InferSelectModel } from 'drizzle-orm';
import { asOf, type Question } from '#lib/archive/index.server.ts';
import type * as schema from '#lib/db/schema.ts';
import type { Instant } from '#lib/sky/time.ts';

export type Pointing = InferSelectModel<typeof schema.pointing>;

export interface PointingConditions {
	readonly facility?: string | null;
	readonly event?: string | null;
	readonly campaign?: string | null;
	readonly band?: string | null;
	readonly executed?: boolean | null;
	readonly from?: Instant | null;
	readonly to?: Instant | null;
}

export interface PointingFilter extends PointingConditions {
	readonly after?: { readonly from: Instant; readonly facility: string; readonly pointing: string } | null;
	readonly limit: number;
}

/** Pointings as known at a basis, the newest beginning first; ask for the next page with the last of this one. */
export function listPointings(
	question: Question,
	{ after = null, limit, ...filter }: PointingFilter
): Promise<Pointing[]> {
	return question.database.sql<Pointing[]>`
		select p.* from ${asOf(question, 'pointing')} p
		where ${isAsked(question, filter)}
			and (${after === null} or (p.from_at, p.facility, p.pointing)
				< (${after?.from ?? null}::timestamptz, ${after?.facility ?? null}::text, ${after?.pointing ?? null}::text))
		order by p.from_at desc, p.facility desc, p.pointing desc
		limit ${limit}`;
}

/** How many pointings are as a filter asks, on all pages together. */
export async function countPointings(question: Question, filter: PointingConditions): Promise<number> {
	const [row] = await question.database.sql<{ total: number }[]>`
		select count(*)::int4 as total from ${asOf(question, 'pointing')} p where ${isAsked(question, filter)}`;
	return row!.total;
}

function isAsked({ database: { sql } }: Question, filter: PointingConditions) {
	const { facility = null, event = null, campaign = null, band = null } = filter;
	const { executed = null, from = null, to = null } = filter;
	return sql`(${facility}::text is null or p.facility = ${facility}::text)
			and (${event}::text is null or p.event = ${event}::text)
			and (${campaign}::text is null or p.campaign = ${campaign}::text)
			and (${band}::text is null or p.band = ${band}::text)
			and (${executed}::boolean is null or p.is_executed = ${executed}::boolean)
			and (${from}::timestamptz is null or p.to_at > ${from}::timestamptz or p.from_at = ${from}::timestamptz)
			and (${to}::timestamptz is null or p.from_at < ${to}::timestamptz)`;
}
