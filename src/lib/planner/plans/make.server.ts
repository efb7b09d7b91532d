import { everyone } from '#lib/access/audience.ts';
import { assertMay } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Found, Plan } from '../schedule/plan.ts';
import { problemDigests } from '../schedule/problem-digest.ts';
import { schedule } from '../schedule/schedule.server.ts';
import { coverageOf } from './coverage.ts';
import type { PlanBlock, PlanDocument, PlanOptions } from './document.ts';
import { preparePlan, type PlanWish, type Prepared } from './prepare.server.ts';
import { plannerEnvironment, softwareVersion } from './software.ts';
import { blocksOf, leftOutInWords } from './tell.ts';

export interface MadePlan {
	/** All of the plan but its name, which it is given when it is recorded. */
	readonly document: Omit<PlanDocument, 'plan'>;
	readonly audience: string;
}

interface Manner {
	/** Told of the blocks of each better plan while the search goes on. */
	readonly onImproved?: (blocks: PlanBlock[], found: Found) => void;
	readonly signal?: AbortSignal;
}

/**
 * Plans campaigns on what their audience could see at a basis, and nothing later: each block has a telescope, a time and a purpose,
 * and what is left out has a reason. The same wish with `iterations` gives the same plan.
 * @throws LookbackError `access/...`, `planner/bad-plan` and those of what it reads.
 */
export async function makePlan(
	database: Database,
	viewer: Viewer,
	wish: PlanWish,
	manner: Manner = {}
): Promise<MadePlan> {
	const prepared = await preparePlan(database, viewer, wish);
	const { audience, question, asked, campaigns, telescopes, slots, tasks, built } = prepared;
	// before the search, which may take minutes of a processor
	assertMay(viewer, 'planner', audience === everyone ? archiveGroup : audience);
	const plan = await solve(prepared, wish.options, manner);
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
			options: wish.options,
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
	{ built, telescopes, slots }: Prepared,
	{ seconds, iterations, gap, seed }: PlanOptions,
	{ onImproved, signal }: Manner = {}
): Promise<Plan> {
	return schedule(built.problem, {
		...(seconds !== null && { seconds }),
		...(iterations !== null && { iterations }),
		...(onImproved && {
			onImproved: (found) => onImproved(blocksOf(found.blocks, built, telescopes, slots), found)
		}),
		...(signal && { signal }),
		gap,
		seed
	});
}
