import type { InferSelectModel } from 'drizzle-orm';
import { asOf, type Question } from '#lib/archive/index.server.ts';
import type * as schema from '#lib/db/schema.ts';
import type { Instant } from '#lib/sky/time.ts';

export type Pointing = InferSelectModel<typeof schema.pointing>;

export interface PointingFilter {
	readonly facility?: string | null;
	readonly event?: string | null;
	readonly campaign?: string | null;
	readonly band?: string | null;
	readonly executed?: boolean | null;
	readonly from?: Instant | null;
	readonly to?: Instant | null;
	readonly after?: { readonly from: Instant; readonly facility: string; readonly pointing: string } | null;
	readonly limit: number;
}

/** Pointings as known at a basis, by their beginning; ask for the next page with the last of this one. */
export function listPointings(question: Question, filter: PointingFilter): Promise<Pointing[]> {
	const { sql } = question.database;
	const { facility = null, event = null, campaign = null, band = null } = filter;
	const { executed = null, from = null, to = null, after = null } = filter;
	return sql<Pointing[]>`
		select p.* from ${asOf(question, 'pointing')} p
		where (${facility}::text is null or p.facility = ${facility}::text)
			and (${event}::text is null or p.event = ${event}::text)
			and (${campaign}::text is null or p.campaign = ${campaign}::text)
			and (${band}::text is null or p.band = ${band}::text)
			and (${executed}::boolean is null or p.is_executed = ${executed}::boolean)
			and (${from}::timestamptz is null or p.to_at > ${from}::timestamptz or p.from_at = ${from}::timestamptz)
			and (${to}::timestamptz is null or p.from_at < ${to}::timestamptz)
			and (${after === null} or (p.from_at, p.facility, p.pointing)
				> (${after?.from ?? null}::timestamptz, ${after?.facility ?? null}::text, ${after?.pointing ?? null}::text))
		order by p.from_at, p.facility, p.pointing
		limit ${filter.limit}`;
}
