import { faultsOf, objectiveOf } from '../schedule/check-plan.ts';
import { makeInstance } from '../schedule/instance.ts';
import type { Plan } from '../schedule/plan.ts';
import { problemDigests, type ProblemDigests } from '../schedule/problem-digest.ts';
import type { Block } from '../schedule/problem.ts';
import { schedule } from '../schedule/schedule.server.ts';
import { coverageOf } from './coverage.ts';
import type { PlanBlock, PlanDocument, PlanOptions } from './document.ts';
import type { Prepared } from './prepare.server.ts';
import { blocksOf, leftOutInWords } from './tell.ts';

/** What a search found in a problem, as a plan tells it. */
export type Searched = Pick<
	PlanDocument,
	'slot_sec' | 'problem' | 'objective' | 'bound' | 'gap' | 'remarks' | 'blocks' | 'left_out' | 'coverage'
>;

/** The plan that a search with these options finds; ended by `signal`, the best so far. With `iterations` it is the same every time. */
export async function searchIn(
	prepared: Prepared,
	options: PlanOptions,
	signal?: AbortSignal
): Promise<Searched> {
	const { built, remarks, slots } = prepared;
	const plan = await solve(prepared, options, signal);
	const { objective, bound, gap } = plan;
	return {
		slot_sec: slots.stepSec,
		problem: problemDigests(built.problem),
		...{ objective, bound, gap, remarks },
		...told(prepared, plan.blocks),
		left_out: leftOutInWords(plan.leftOut, built, prepared.telescopes, slots)
	};
}

/** What a problem makes of recorded blocks, and where they were found by a search of steps, what the same search finds. */
export interface CheckedAgain extends Pick<PlanDocument, 'blocks' | 'left_out' | 'coverage'> {
	readonly problem: ProblemDigests;
	/** What the recorded blocks break, in sentences. */
	readonly faults: readonly string[];
	/** Null where they break anything, and were not looked for again. */
	readonly objective: number | null;
	readonly visits: number;
	readonly telescopes: number;
}

/** Checks recorded blocks against a problem, and looks for them again where their search was one of steps. */
export async function checkAgain(
	prepared: Prepared,
	{ blocks, options, left_out }: Pick<PlanDocument, 'blocks' | 'options' | 'left_out'>
): Promise<CheckedAgain> {
	const { built, telescopes, slots } = prepared;
	const { problem } = built;
	const { placed, faults } = placedIn(prepared, blocks);
	if (faults.length === 0) faults.push(...faultsOf(problem, placed));
	const found = options.iterations === null ? null : await solve(prepared, options);
	return {
		problem: problemDigests(problem),
		faults,
		...told(prepared, found?.blocks ?? placed),
		left_out: found ? leftOutInWords(found.leftOut, built, telescopes, slots) : left_out,
		objective: found?.objective ?? (faults.length > 0 ? null : objectiveOf(problem, placed)),
		visits: problem.visits.length,
		telescopes: problem.instruments.length
	};
}

function told({ built, telescopes, slots, tasks }: Prepared, blocks: readonly Block[]) {
	return {
		blocks: blocksOf(blocks, built, telescopes, slots),
		coverage: tasks.flatMap((task) => coverageOf(task, blocks, built))
	};
}

function solve(
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

/** Recorded blocks as blocks of the problem, and what has no place in it. */
function placedIn(
	{ built, telescopes, slots }: Prepared,
	recorded: readonly PlanBlock[]
): { placed: Block[]; faults: string[] } {
	const instance = makeInstance(built.problem);
	// fields of the same name at several telescopes are several visits of the same name
	const visits = Map.groupBy(built.problem.visits.keys(), (i) => built.problem.visits[i]!.id);
	const names = telescopes.map(({ facility, telescope }) => `${facility.facility}/${telescope.telescope}`);
	const faults: string[] = [];
	const looks = Map.groupBy(
		recorded,
		({ visit, facility, telescope }) => `${visit} ${facility}/${telescope}`
	);
	const placed = [...looks.values()].flatMap((own): Block[] => {
		const [{ visit: id, facility, telescope, from_at }] = own as [PlanBlock];
		const wanted = visits.get(id);
		const instrument = names.indexOf(`${facility}/${telescope}`);
		const start = (from_at - slots.from) / (slots.stepSec * 1e6);
		if (wanted === undefined || instrument < 0) {
			faults.push(
				wanted === undefined
					? `Visit '${id}' is not wanted.`
					: `Visit '${id}' is on ${facility}/${telescope}, which is not there.`
			);
			return [];
		}
		const column = wanted
			.flatMap((visit) => [...instance.columnsOf[visit]!])
			.find((one) => instance.instrument[one] === instrument && instance.start[one] === start);
		if (column === undefined) {
			faults.push(`Visit '${id}' cannot begin on ${facility}/${telescope} at slot ${start}.`);
			return [];
		}
		return [{ visit: instance.visit[column]!, instrument, start, slots: instance.slots[column]! }];
	});
	return { placed, faults };
}
