import { parentPort } from 'node:worker_threads';
import { makeInstance } from '#lib/planner/schedule/instance.ts';
import { whyLeftOut } from '#lib/planner/schedule/left-out.ts';
import { found } from '#lib/planner/schedule/plan.ts';
import type { ScheduleNews, ScheduleTask } from '#lib/planner/schedule/schedule.server.ts';
import { Search } from '#lib/planner/schedule/search.ts';
import { Highs } from '#lib/planner/solvers/highs.server.ts';

/* The thread in which schedules are made: a task comes in, schedules go out, the plan last. */

const tell = (news: ScheduleNews) => parentPort!.postMessage(news);

parentPort!.once('message', (task: ScheduleTask) => {
	plan(task).catch((error: unknown) =>
		tell({ failure: error instanceof Error ? error.message : String(error) })
	);
});

async function plan({ problem, deadline, iterations, gap, seed, stop }: ScheduleTask): Promise<void> {
	// Once it is to stop, all its time is over.
	const now = () => (Atomics.load(stop, 0) === 1 ? Infinity : performance.timeOrigin + performance.now());
	const highs = new Highs();
	// A tenth of the time, and three seconds at most, is left for telling what was left out.
	const reserve = deadline < Infinity ? Math.min(3000, 0.1 * (deadline - now())) : 0;
	const search = new Search(makeInstance(problem), {
		deadline: deadline - reserve,
		iterations,
		gap,
		seed,
		now,
		solve: (model, options) => highs.solve(model, options),
		onImproved: (improved) => tell({ improved })
	});
	await search.run();
	const leftOut = whyLeftOut(search.best, () => now() >= deadline - reserve / 2);
	tell({ plan: { ...found(search.best.blocks(), search.best.objective(), search.bound), leftOut } });
	await highs.close();
}
