import { parentPort } from 'node:worker_threads';
import { LookbackError } from '#lib/errors.ts';
import { checkAgain, searchIn } from './carry-out.server.ts';
import type { Reached } from '../schedule/search.ts';
import type { PlannerNews, PlannerTask, Refusal } from './planner.server.ts';
import { prepare, type Prepared } from './prepare.server.ts';

/* The thread in which problems of plans are made, searched in and told: what was gathered comes in, then what is asked of it. */

let prepared: Prepared;
let end = new AbortController();
/** Where the last search came to: the next goes on from there. */
let reached: Reached | null = null;

parentPort!.on('message', (task: PlannerTask) => {
	if (task.ask === 'end') return end.abort();
	const { call } = task;
	carryOut(task).then(
		(answer) => tell({ call, answer }),
		(error: unknown) => tell({ call, ...failure(error) })
	);
});

function tell(news: PlannerNews): void {
	parentPort!.postMessage(news);
}

async function carryOut(task: Exclude<PlannerTask, { ask: 'end' }>): Promise<unknown> {
	switch (task.ask) {
		case 'prepare':
			prepared = prepare(task.gathered);
			return null;
		case 'search': {
			end = new AbortController();
			const found = await searchIn(prepared, task.options, end.signal, reached);
			reached = found.reached;
			return found.searched;
		}
		case 'check':
			return checkAgain(prepared, task.document);
	}
}

function failure(error: unknown): { readonly refusal: Refusal } | { readonly fault: unknown } {
	if (!(error instanceof LookbackError)) return { fault: error };
	const { kind, code, message, data } = error;
	return { refusal: { kind, code, message, data } };
}
