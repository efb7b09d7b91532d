import type { InferSelectModel } from 'drizzle-orm';
import { formatBasis } from '#lib/archive/basis.ts';
import { asOf, visible, type Question } from '#lib/archive/index.server.ts';
import type * as schema from '#lib/db/schema.ts';
import type { BlockState } from '#lib/db/schema.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';

/** A block in the revision that was known; redacted where the asker may not know what it is for. */
export type Block = InferSelectModel<typeof schema.block>;

export interface BlockFilter {
	readonly facility?: string | null;
	readonly campaign?: string | null;
	readonly plan?: string | null;
	readonly subject?: string | null;
	/** Blocks that one of some groups wants, or one of some facilities is asked for. */
	readonly concerning?: { readonly owners: readonly string[]; readonly facilities: readonly string[] } | null;
	readonly states?: readonly BlockState[] | null;
	/** Blocks any part of which lies within; either end may be open. */
	readonly from?: Instant | null;
	readonly to?: Instant | null;
	readonly after?: { readonly from: Instant; readonly block: string } | null;
	readonly limit: number;
}

/** Blocks as known at a basis, by their beginning; ask for the next page with the last of this one. */
export function listBlocks(question: Question, filter: BlockFilter): Promise<Block[]> {
	const { sql } = question.database;
	const { facility = null, campaign = null, plan = null, subject = null, concerning = null } = filter;
	const { states = null, from = null, to = null, after = null } = filter;
	// which blocks it can be about is asked of every telling, so that the as-of query looks at those alone
	return sql<Block[]>`
		select b.*
		from ${asOf(question, 'block')} b
		where b.block in (
				select t.block from block t
				where (${facility}::text is null or t.facility = ${facility}::text)
					and (${campaign}::text is null or t.campaign = ${campaign}::text)
					and (${plan}::text is null or t.plan = ${plan}::text)
					and (${from}::timestamptz is null or t.to_at > ${from}::timestamptz)
					and (${to}::timestamptz is null or t.from_at < ${to}::timestamptz))
			and (${facility}::text is null or b.facility = ${facility}::text)
			and (${campaign}::text is null or b.campaign = ${campaign}::text)
			and (${plan}::text is null or b.plan = ${plan}::text)
			and (${subject}::text is null or b.subject = ${subject}::text)
			and (${concerning === null} or b.owner = any(${[...(concerning?.owners ?? [])]}::text[])
				or b.facility = any(${[...(concerning?.facilities ?? [])]}::text[]))
			and (${states as string[] | null}::text[] is null or b.state = any(${states as string[] | null}::text[]))
			and (${from}::timestamptz is null or b.to_at > ${from}::timestamptz)
			and (${to}::timestamptz is null or b.from_at < ${to}::timestamptz)
			and (${after === null} or (b.from_at, b.block) > (${after?.from ?? null}::timestamptz, ${after?.block ?? null}::text))
		order by b.from_at, b.block
		limit ${filter.limit}`;
}

/** More than there are telescopes: one holds one block at a time. */
const mostHeld = 10_000;

/** Blocks that hold their telescope at a moment. */
export function heldAt(question: Question, at: Instant): Promise<Block[]> {
	return listBlocks(question, {
		states: ['accepted'],
		from: at,
		to: (at + 1) as Instant,
		limit: mostHeld
	});
}

/** One block. @throws LookbackError `planner/unknown-block`. */
export async function readBlock(question: Question, name: string): Promise<Block> {
	const [block] = await question.database.sql<Block[]>`
		select b.* from ${asOf(question, 'block')} b where b.block = ${name}`;
	if (block) return block;
	const basis = formatBasis(question.basis);
	throw new LookbackError(
		'not-found',
		'planner/unknown-block',
		`No block ${name.slice(0, 100)} is known at ${basis}.`,
		{ block: name, basis }
	);
}

/** Every revision of a block that was known at a basis, the first first. */
export function blockHistory(question: Question, name: string): Promise<Block[]> {
	return question.database.sql<Block[]>`
		select distinct on (t.revision) t.*
		from block t
		where t.block = ${name} and ${visible(question)}
		order by t.revision, t.is_redacted`;
}

/** Blocks of a plan as they were proposed, as far as that was known at a basis. */
export function blocksAsProposed(question: Question, plan: string): Promise<Block[]> {
	return question.database.sql<Block[]>`
		select distinct on (t.block) t.*
		from block t
		where t.plan = ${plan} and t.revision = 1 and ${visible(question)}
		order by t.block, t.is_redacted`;
}
