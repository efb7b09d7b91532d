import { parentPort } from 'node:worker_threads';
import { LookbackError } from '#lib/errors.ts';
import { checkAgain, searchIn } from './carry-out.server.ts';
import type { Failure, PlannerNews, PlannerTask } from './planner-thread.server.ts';
import { prepare, type Prepared } from './prepare.server.ts';

/* The thread in which problems of plans are made, searched in and told: what was gathered comes in, then what is asked of it. */

let prepared: Prepared;
let end = new AbortController();

parentPort!.on('message', (task: PlannerTask) => {
	if (task.ask === 'end') return end.abort();
	const { call } = task;
	carryOut(task).then(
		(answer) => parentPort!.postMessage({ call, answer } satisfies PlannerNews),
		(error: unknown) => parentPort!.postMessage({ call, failure: failureOf(error) } satisfies PlannerNews)
	);
});

async function carryOut(task: Exclude<PlannerTask, { ask: 'end' }>): Promise<unknown> {
	switch (task.ask) {
		case 'prepare':
			prepared = prepare(task.gathered);
			return null;
		case 'search':
			end = new AbortController();
			return searchIn(prepared, task.options, end.signal);
		case 'check':
			return checkAgain(prepared, task.document);
	}
}

function failureOf(error: unknown): Failure {
	const { kind, code, data } =
		error instanceof LookbackError ? error : { kind: 'fault' as const, code: null, data: {} };
	return { kind, code, data, message: error instanceof Error ? error.message : String(error) };
}
