import { LookbackError } from '#lib/errors.ts';
import { checkedProblem } from '#lib/planner/schedule/checked-problem.ts';
import { faultsOf } from '#lib/planner/schedule/check-plan.ts';
import { makeInstance, type Instance } from '#lib/planner/schedule/instance.ts';
import { whyLeftOut } from '#lib/planner/schedule/left-out.ts';
import { dropNeedless } from '#lib/planner/schedule/needless.ts';
import { found, type Found, type Plan } from '#lib/planner/schedule/plan.ts';
import type { Problem } from '#lib/planner/schedule/problem.ts';
import { Search, type Reached } from '#lib/planner/schedule/search.ts';
import { Highs } from '#lib/planner/solvers/highs.server.ts';

export interface ScheduleOptions {
	/**
	 * Seconds until the search is over; not needed with `iterations`. The answer comes within a second of it, or once there is a
	 * first schedule, to which nothing can be added, and reasons for what that leaves out.
	 */
	readonly seconds?: number;
	/** Steps of the search instead: the same plan for the same seed every time, however long they take. */
	readonly iterations?: number;
	/** Gap at which it is good enough, 0.001 unless told. */
	readonly gap?: number;
	readonly seed?: number;
	/** Told of each better schedule, beginning with the first. */
	readonly onImproved?: (found: Found) => void;
	/** Ends the search; the best schedule so far is the answer. */
	readonly signal?: AbortSignal;
	/** What a search before found in the same instance, from which this one goes on. */
	readonly start?: Reached | null;
	/** Whether looks that add nothing stay, as they did before the planner's seventh version. */
	readonly keepsNeedless?: boolean;
}

/** A plan, and from where a further search in the same instance can go on. */
export interface Scheduled {
	readonly plan: Plan;
	readonly reached: Reached;
}

/**
 * The best schedule of a problem that is found in the time given, in this thread, which it keeps busy; beside it HiGHS has one of
 * its own. Each schedule told is checked by code that shares nothing with the search.
 * @throws LookbackError `planner/bad-problem` for what cannot be a problem, `planner/bad-limit` without a limit to the
 * search, `planner/schedule-failed` when the search fails or finds what is no schedule.
 */
export async function schedule(problem: Problem, options: ScheduleOptions): Promise<Plan> {
	checkLimits(options);
	return (await scheduleIn(makeInstance(checkedProblem(problem)), options)).plan;
}

/** The same in an instance that was made already. */
export async function scheduleIn(instance: Instance, options: ScheduleOptions): Promise<Scheduled> {
	checkLimits(options);
	const { seconds = Infinity, iterations = Infinity, gap = 0.001, seed = 1 } = options;
	const { onImproved, signal, start = null, keepsNeedless = false } = options;
	// Once it is to stop, all its time is over.
	const now = () => (signal?.aborted ? Infinity : performance.now());
	const begun = performance.now();
	const deadline = begun + 1000 * seconds;
	// A tenth of the time, and three seconds at most, is left for telling what was left out.
	const reserve = deadline < Infinity ? Math.min(3000, 0.1 * (deadline - begun)) : 0;
	const checked = <F extends Found>(next: F): F => {
		const faults = faultsOf(instance.problem, next.blocks);
		if (faults.length > 0) throw failed(faults.slice(0, 3).join(' '));
		return next;
	};
	const highs = new Highs();
	try {
		const search = new Search(instance, {
			...{ iterations, gap, seed, now, start, deadline: deadline - reserve },
			solve: (model, limits) => highs.solve(model, limits),
			onImproved: (improved) => onImproved?.(checked(improved))
		});
		await search.run();
		const { best, bound } = search;
		if (!keepsNeedless) dropNeedless(best);
		const leftOut = whyLeftOut(best, () => now() >= deadline - reserve / 2);
		return {
			plan: checked({ ...found(best.blocks(), best.objective(), bound), leftOut }),
			reached: { best, bound }
		};
	} catch (error) {
		throw error instanceof LookbackError ? error : failed(String(error), error);
	} finally {
		await highs.close();
	}
}

function checkLimits({ seconds = Infinity, iterations = Infinity, gap = 0.001 }: ScheduleOptions): void {
	const hasLimit = (seconds > 0 && seconds < Infinity) || (iterations >= 0 && iterations < Infinity);
	if (hasLimit && seconds > 0 && iterations >= 0 && gap >= 0) return;
	throw new LookbackError(
		'incorrect',
		'planner/bad-limit',
		`The search has seconds ${seconds}, iterations ${iterations} and gap ${gap}; seconds must be above 0, the others 0 or more, and one of the first two finite.`,
		{ seconds: String(seconds), iterations: String(iterations), gap: String(gap) }
	);
}

function failed(why: string, cause?: unknown): LookbackError {
	return new LookbackError(
		'fault',
		'planner/schedule-failed',
		`The scheduler failed: ${why}`,
		{ why },
		{ cause }
	);
}
