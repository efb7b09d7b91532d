import type { InferSelectModel } from 'drizzle-orm';
import { formatBasis } from '#lib/archive/basis.ts';
import { asOf, type Question } from '#lib/archive/index.server.ts';
import type * as schema from '#lib/db/schema.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Evidence } from './evidence.server.ts';

export interface Decision extends Omit<InferSelectModel<typeof schema.decision>, 'evidence'> {
	readonly evidence: Evidence;
	/** The decision that takes its place, as far as one is known; the latest of several. */
	readonly superseded_by: string | null;
}

export interface DecisionFilter {
	readonly subject?: string | null;
	/** A run that supports it. */
	readonly run?: string | null;
	readonly after?: { readonly knownAt: Instant; readonly decision: string } | null;
	readonly limit: number;
}

/** Decisions as known at a basis, the newest first; ask for the next page with the last of this one. */
export function listDecisions(
	question: Question,
	filter: DecisionFilter
): Promise<Omit<Decision, 'evidence'>[]> {
	const { sql } = question.database;
	const { subject = null, run = null, after = null } = filter;
	return sql<Omit<Decision, 'evidence'>[]>`
		select d.decision, d.subject, d.action, d.reason, d.actor, d.audience, d.basis_known_at, d.basis_batch, d.runs,
			d.supersedes, d.decided_at, d.collection, d.known_at, d.known_from, d.version, d.packet, d.batch, d.fact,
			${laterOne(question)} as superseded_by
		from ${asOf(question, 'decision')} d
		where (${subject}::text is null or d.subject = ${subject}::text)
			and (${run}::text is null or ${run}::text = any(d.runs))
			and (${after === null} or (d.known_at, d.decision) < (${after?.knownAt ?? null}::timestamptz, ${after?.decision ?? null}::text))
		order by d.known_at desc, d.decision desc
		limit ${filter.limit}`;
}

/** One decision. @throws LookbackError `versioning/unknown-decision`. */
export async function readDecision(question: Question, id: string): Promise<Decision> {
	const [decision] = await question.database.sql<Decision[]>`
		select d.*, ${laterOne(question)} as superseded_by
		from ${asOf(question, 'decision')} d
		where d.decision = ${id}`;
	if (decision) return decision;
	const basis = formatBasis(question.basis);
	throw new LookbackError(
		'not-found',
		'versioning/unknown-decision',
		`No decision ${id.slice(0, 100)} is known at ${basis}.`,
		{ decision: id, basis }
	);
}

function laterOne(question: Question) {
	return question.database.sql`(
		select s.decision
		from ${asOf(question, 'decision')} s
		where s.subject = d.subject and s.supersedes = d.decision
		order by s.known_at desc, s.decision desc
		limit 1)`;
}
