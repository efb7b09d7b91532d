import { earthCaveat } from '../facilities/limits.ts';
import { faultsOf, objectiveOf } from '../schedule/check-plan.ts';
import type { Plan } from '../schedule/plan.ts';
import type { ProblemDigests } from '../schedule/problem-digest.ts';
import type { Block } from '../schedule/problem.ts';
import { scheduleIn, type Scheduled } from '../schedule/schedule.server.ts';
import type { Reached } from '../schedule/search.ts';
import { coverageOf, notMissed } from './coverage.ts';
import type { PlanBlock, PlanCoverage, PlanDocument, PlanLeftOut, PlanOptions } from './document.ts';
import type { Prepared } from './prepare.server.ts';
import { assumedSlew } from './telescopes.ts';
import { blocksOf, leftOutInWords } from './tell.ts';

/** What a search found in a problem, as a plan tells it. */
export type Searched = Pick<
	PlanDocument,
	'slot_sec' | 'problem' | 'objective' | 'bound' | 'gap' | 'remarks' | 'blocks' | 'left_out' | 'coverage'
>;

/**
 * The plan that a search with these options finds; ended by `signal`, the best so far. With `iterations` it is the same every time;
 * with `seconds` it goes on from where one before came to.
 */
export async function searchIn(
	prepared: Prepared,
	options: PlanOptions,
	signal?: AbortSignal,
	start: Reached | null = null
): Promise<{ readonly searched: Searched; readonly reached: Reached }> {
	const { digests, remarks, slots } = prepared;
	const { plan, reached } = await solve(prepared, options, signal, start);
	const { objective, bound, gap } = plan;
	const { blocks, coverage } = told(prepared, plan.blocks);
	const { left_out, spared, unexamined } = leftOutOf(prepared, plan, coverage);
	const searched = {
		slot_sec: slots.stepSec,
		problem: digests,
		...{ objective, bound, gap, blocks, coverage, left_out },
		remarks: [
			...remarks,
			...caveatWords(prepared, plan.blocks),
			...assumedWords(prepared, plan.blocks),
			...sparedWords(spared),
			...unexaminedWords(unexamined, left_out.length)
		]
	};
	return { searched, reached };
}

/** What a plan leaves out; looks at fields that are not missed are only counted, in plans that are not of old. */
function leftOutOf(
	{ built, telescopes, slots, needed }: Prepared,
	{ blocks, leftOut }: Plan,
	coverage: readonly PlanCoverage[]
): { readonly left_out: PlanLeftOut[]; readonly spared: number; readonly unexamined: number } {
	const isReached = coverage.map(({ planned, wanted }) => planned >= wanted);
	const spare = needed ? notMissed(built, blocks, isReached) : new Set<number>();
	const missed = leftOut.filter(({ visit }) => !spare.has(visit));
	return {
		...leftOutInWords(missed, built, telescopes, slots),
		spared: leftOut.length - missed.length
	};
}

function sparedWords(spared: number): string[] {
	if (spared === 0) return [];
	const looks = spared === 1 ? '1 more look at a field is' : `${spared} more looks at fields are`;
	return [`${looks} not needed: others cover what would be seen, or as much as is wanted.`];
}

function unexaminedWords(unexamined: number, all: number): string[] {
	if (unexamined === 0) return [];
	return [
		`For ${unexamined} of the ${all} visits that are left out the cheapest change that would let them in was not looked for: they are too many for the time of the search.`
	];
}

/** What is not known of the sight from the facilities of a plan, in a sentence for each. */
function caveatWords({ telescopes }: Prepared, blocks: readonly Block[]): string[] {
	const used = new Set(blocks.map(({ instrument }) => telescopes[instrument]!.facility));
	return [...used].flatMap((facility) => earthCaveat(facility) ?? []);
}

/** Which of the telescopes of a plan slew as is assumed, in a sentence. */
function assumedWords({ telescopes }: Prepared, blocks: readonly Block[]): string[] {
	const unknown = [...new Set(blocks.map(({ instrument }) => instrument))]
		.map((k) => telescopes[k]!)
		.filter(({ telescope }) => !telescope.slew)
		.map(({ facility, telescope }) => `${telescope.name} of ${facility.name}`);
	if (unknown.length === 0) return [];
	const rest = unknown.length - 3;
	const { degPerSecond, settleSeconds } = assumedSlew;
	return [
		`How fast ${unknown.length === 1 ? 'a telescope of this plan slews' : `${unknown.length} telescopes of this plan slew`} is not known: ${degPerSecond} deg/s and ${settleSeconds} s to settle are taken for ${unknown.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`
	];
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
	const { built, digests } = prepared;
	const { problem } = built;
	const { placed, faults } = placedIn(prepared, blocks);
	if (faults.length === 0) faults.push(...faultsOf(problem, placed));
	const found = options.iterations === null ? null : (await solve(prepared, options)).plan;
	const again = told(prepared, found?.blocks ?? placed);
	return {
		problem: digests,
		faults,
		...again,
		left_out: found ? leftOutOf(prepared, found, again.coverage).left_out : left_out,
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
	{ instance, keepsNeedless }: Prepared,
	{ seconds, iterations, gap, seed }: PlanOptions,
	signal?: AbortSignal,
	start: Reached | null = null
): Promise<Scheduled> {
	return scheduleIn(instance, {
		start: iterations === null ? start : null,
		...(seconds !== null && { seconds }),
		...(iterations !== null && { iterations }),
		...(signal && { signal }),
		keepsNeedless,
		gap,
		seed
	});
}

/** Recorded blocks as blocks of the problem, and what has no place in it. */
function placedIn(
	{ built, instance, telescopes, slots }: Prepared,
	recorded: readonly PlanBlock[]
): { placed: Block[]; faults: string[] } {
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
