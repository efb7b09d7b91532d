import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { LookbackError } from '#lib/errors.ts';
import { faultsOf, objectiveOf } from '#lib/planner/schedule/check-plan.ts';
import { worthOfAll } from '#lib/planner/schedule/bound.ts';
import { checkedProblem } from '#lib/planner/schedule/checked-problem.ts';
import { found, type Found, type Plan } from '#lib/planner/schedule/plan.ts';
import type { Problem } from '#lib/planner/schedule/problem.ts';

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
}

/** What is sent to the thread, and what comes back from it; times count from the epoch, in milliseconds. */
export interface ScheduleTask {
	readonly problem: Problem;
	readonly deadline: number;
	readonly iterations: number;
	readonly gap: number;
	readonly seed: number;
	/** One number, which is 1 once the search has to end. */
	readonly stop: Int32Array;
}
export type ScheduleNews =
	{ readonly improved: Found } | { readonly plan: Plan } | { readonly failure: string };

const graceMs = 1000;
const threadFile = createRequire(import.meta.url).resolve('#lib/planner/schedule/schedule-thread.server.ts');

/**
 * The best schedule of a problem that is found in the time given, in a thread of its own. Each schedule told is checked
 * by code that shares nothing with the search.
 * @throws LookbackError `planner/bad-problem` for what cannot be a problem, `planner/bad-limit` without a limit to the
 * search, `planner/schedule-failed` when the search fails or finds what is no schedule.
 */
export async function schedule(problem: Problem, options: ScheduleOptions): Promise<Plan> {
	const { seconds = Infinity, iterations = Infinity, gap = 0.001, seed = 1, onImproved, signal } = options;
	checkedProblem(problem);
	const hasLimit = (seconds > 0 && seconds < Infinity) || (iterations >= 0 && iterations < Infinity);
	if (!hasLimit || !(seconds > 0) || !(iterations >= 0) || !(gap >= 0))
		throw new LookbackError(
			'incorrect',
			'planner/bad-limit',
			`The search has seconds ${seconds}, iterations ${iterations} and gap ${gap}; seconds must be above 0, the others 0 or more, and one of the first two finite.`,
			{ seconds: String(seconds), iterations: String(iterations), gap: String(gap) }
		);
	const nothing: Plan = { ...found([], objectiveOf(problem, []), worthOfAll(problem)), leftOut: [] };
	if (signal?.aborted) return nothing;
	const deadline = performance.timeOrigin + performance.now() + 1000 * seconds;
	const stop = new Int32Array(new SharedArrayBuffer(4));
	const worker = new Worker(threadFile);
	let timer: NodeJS.Timeout | undefined;
	let onAbort = () => {};
	try {
		return await new Promise<Plan>((resolve, reject) => {
			let best: Plan = nothing;
			const take = (next: Found) => {
				const faults = faultsOf(problem, next.blocks);
				if (faults.length > 0) throw failed(faults.slice(0, 3).join(' '));
				best = { ...next, leftOut: [] };
			};
			onAbort = () => {
				Atomics.store(stop, 0, 1);
				timer = setTimeout(() => resolve(best), graceMs);
			};
			signal?.addEventListener('abort', onAbort);
			worker.on('error', (error) => reject(failed(String(error), error)));
			worker.on('exit', (code) => reject(failed(`the thread ended with code ${code}`)));
			worker.on('message', (news: ScheduleNews) => {
				try {
					if ('failure' in news) throw failed(news.failure);
					take('plan' in news ? news.plan : news.improved);
					if ('plan' in news) resolve(news.plan);
					else onImproved?.(news.improved);
				} catch (error) {
					reject(error as Error);
				}
			});
			worker.postMessage({ problem, deadline, iterations, gap, seed, stop } satisfies ScheduleTask);
		});
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', onAbort);
		worker.removeAllListeners('exit');
		await worker.terminate();
	}
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
