import { everyone } from '#lib/access/audience.ts';
import { assertMay } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Plan } from '../schedule/plan.ts';
import { problemDigests } from '../schedule/problem-digest.ts';
import { schedule } from '../schedule/schedule.server.ts';
import { coverageOf } from './coverage.ts';
import type { PlanDocument, PlanOptions } from './document.ts';
import { preparePlan, type PlanWish, type Prepared } from './prepare.server.ts';
import { plannerEnvironment, softwareVersion } from './software.ts';
import { blocksOf, leftOutInWords } from './tell.ts';

export interface MadePlan {
	/** All of the plan but its name and what it improves upon, which it is given when it is recorded. */
	readonly document: Omit<PlanDocument, 'plan' | 'improves'>;
	readonly audience: string;
}

/**
 * Plans campaigns on what their audience could see at a basis, and nothing later: each block has a telescope, a time and a purpose,
 * and what is left out has a reason. The same wish with `iterations` gives the same plan.
 * @throws LookbackError `access/...`, `planner/bad-plan` and those of what it reads.
 */
export async function makePlan(database: Database, viewer: Viewer, wish: PlanWish): Promise<MadePlan> {
	const prepared = await prepareFor(database, viewer, wish);
	return searchFor(prepared, wish, wish.options);
}

/** What a plan is searched in, for who may make it: asked before the search, which may take minutes of a processor. */
export async function prepareFor(database: Database, viewer: Viewer, wish: PlanWish): Promise<Prepared> {
	const prepared = await preparePlan(database, viewer, wish);
	assertMay(viewer, 'planner', prepared.audience === everyone ? archiveGroup : prepared.audience);
	return prepared;
}

/** The plan that a search with these options finds; ended by `signal`, the best so far. */
export async function searchFor(
	prepared: Prepared,
	wish: PlanWish,
	options: PlanOptions,
	signal?: AbortSignal
): Promise<MadePlan> {
	const { audience, question, asked, campaigns, telescopes, slots, tasks, built } = prepared;
	const plan = await solve(prepared, options, signal);
	const { objective, bound, gap } = plan;
	return {
		audience,
		document: {
			lookback_plan: 1,
			campaigns: campaigns.map(({ campaign }) => campaign),
			audience,
			basis_known_at: question.basis.knownAt,
			basis_batch: String(question.basis.batch),
			facilities_known_at: asked.basis.knownAt,
			facilities_batch: String(asked.basis.batch),
			from_at: wish.from,
			to_at: wish.to,
			slot_sec: slots.stepSec,
			software: softwareVersion,
			environment: plannerEnvironment(),
			options,
			rests_on: prepared.grounds,
			problem: problemDigests(built.problem),
			objective,
			bound,
			gap,
			remarks: prepared.remarks,
			blocks: blocksOf(plan.blocks, built, telescopes, slots),
			left_out: leftOutInWords(plan.leftOut, built, telescopes, slots),
			coverage: tasks.flatMap((task) => coverageOf(task, plan.blocks, built))
		}
	};
}

/** The search, as its options have it: with `iterations` it finds the same every time. */
export function solve(
	{ built }: Prepared,
	{ seconds, iterations, gap, seed }: PlanOptions,
	signal?: AbortSignal
): Promise<Plan> {
	return schedule(built.problem, {
		...(seconds !== null && { seconds }),
		...(iterations !== null && { iterations }),
		...(signal && { signal }),
		gap,
		seed
	});
}
