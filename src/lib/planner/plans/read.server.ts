import type { InferSelectModel } from 'drizzle-orm';
import { formatBasis } from '#lib/archive/basis.ts';
import { asOf, readPacket, type Question, type RawStore } from '#lib/archive/index.server.ts';
import type * as schema from '#lib/db/schema.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { counterfactualWords } from './counterfactual.ts';
import type { Ground, PlanDocument, PlanOptions } from './document.ts';
import { decodePlan } from './packet.ts';
import type { PlanSummary } from './record.server.ts';

export interface RecordedPlan extends Omit<
	InferSelectModel<typeof schema.plan>,
	'rests_on' | 'options' | 'summary'
> {
	readonly rests_on: readonly Ground[];
	readonly options: PlanOptions;
	readonly summary: PlanSummary;
	/** Why nobody could have made it when it was due, in a sentence; null of a plan that somebody could have made. */
	readonly counterfactual: string | null;
}

type PlanRow = Omit<RecordedPlan, 'counterfactual'>;

/** Of a plan that was recorded before lists said so its time alone tells; its document tells of its facilities as well. */
function withCounterfactual(row: PlanRow): RecordedPlan {
	const { basis_known_at, from_at, to_at, summary } = row;
	const told = { basis_known_at, facilities_known_at: basis_known_at, from_at, to_at };
	const { counterfactual = counterfactualWords(told) } = summary;
	return { ...row, counterfactual };
}

export interface PlanFilter {
	readonly campaign?: string | null;
	readonly after?: { readonly knownAt: Instant; readonly plan: string } | null;
	readonly limit: number;
}

/** Plans as known at a basis, the newest first; ask for the next page with the last of this one. */
export async function listPlans(
	question: Question,
	{ campaign = null, after = null, limit }: PlanFilter
): Promise<RecordedPlan[]> {
	const rows = await question.database.sql<PlanRow[]>`
		select p.* from ${asOf(question, 'plan')} p
		where (${campaign}::text is null or p.campaigns @> array[${campaign}::text])
			and (${after === null} or (p.known_at, p.plan) < (${after?.knownAt ?? null}::timestamptz, ${after?.plan ?? null}::text))
		order by p.known_at desc, p.plan desc
		limit ${limit}`;
	return rows.map(withCounterfactual);
}

/** Plans as known at a basis that better another, the best first. */
export function listImproving(
	question: Question,
	{ plan, campaigns }: Pick<RecordedPlan, 'plan' | 'campaigns'>
): Promise<Pick<RecordedPlan, 'plan' | 'objective'>[]> {
	return question.database.sql<Pick<RecordedPlan, 'plan' | 'objective'>[]>`
		select p.plan, p.objective from ${asOf(question, 'plan')} p
		where p.campaigns @> ${campaigns}::text[] and p.summary::jsonb ->> 'improves' = ${plan}
		order by p.objective desc, p.plan`;
}

/** One plan. @throws LookbackError `planner/unknown-plan`. */
export async function readPlan(question: Question, name: string): Promise<RecordedPlan> {
	const [plan] = await question.database.sql<PlanRow[]>`
		select p.* from ${asOf(question, 'plan')} p where p.plan = ${name}`;
	if (plan) return withCounterfactual(plan);
	const basis = formatBasis(question.basis);
	throw new LookbackError(
		'not-found',
		'planner/unknown-plan',
		`No plan ${name.slice(0, 100)} is known at ${basis}.`,
		{ plan: name, basis }
	);
}

/** All of a plan: its blocks, and what is left out and why. */
export async function readPlanDocument(
	question: Question,
	store: RawStore,
	{ packet }: Pick<RecordedPlan, 'packet'>
): Promise<PlanDocument> {
	return decodePlan((await readPacket(question, store, packet!)).bytes);
}
