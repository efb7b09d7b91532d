import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { LookbackError } from '#lib/errors.ts';
import type { MixedIntegerModel } from '#lib/planner/solvers/model.ts';
import { objectiveOf, violationOf } from '#lib/planner/solvers/violation.ts';

export interface SolveOptions {
	/** Longest time of the search; its thread is ended when it takes two seconds longer. No limit when not told. */
	readonly seconds?: number;
	/** Relative gap at which it is good enough, 1e-4 unless told. */
	readonly gap?: number;
	/** Most nodes of the search tree: a limit that gives the same answer every time, which one of time does not. */
	readonly nodes?: number;
	/** Values to begin with; they need not be a solution. */
	readonly start?: Float64Array;
	readonly signal?: AbortSignal;
	/** Megabytes of memory the solver may take, 1024 unless told. */
	readonly megabytes?: number;
}

/** What HiGHS found: `values` is null where it found no solution, and `bound` Infinity where it proved none. */
export interface Solved {
	readonly status: 'optimal' | 'infeasible' | 'unbounded' | 'limit' | 'interrupted';
	readonly objective: number;
	readonly bound: number;
	readonly values: Float64Array | null;
}

/** What is sent to the thread, and what comes back from it. */
export interface Task {
	readonly model: MixedIntegerModel;
	readonly seconds: number;
	readonly gap: number;
	readonly nodes: number;
	readonly start: Float64Array | null;
	readonly megabytes: number;
}
export type Answer = Solved | { readonly failure: string };

const graceSeconds = 2;
const threadFile = createRequire(import.meta.url).resolve('#lib/planner/solvers/highs-thread.server.ts');

/**
 * HiGHS in a thread of its own. Every model gets a fresh instance of its WebAssembly, since one that failed stays broken;
 * the thread is kept from model to model, unless it had to be ended. Models wait for one another.
 */
export class Highs {
	#worker: Worker | null = null;
	/** Until the model before is done. */
	#turn: Promise<unknown> = Promise.resolve();

	/**
	 * Solves a model. The answer's values are checked against the model here, by code that knows nothing of HiGHS.
	 * @throws LookbackError `planner/solver-failed` when HiGHS fails, answers what is no solution, or needs too much
	 * memory; `planner/model-too-large` before it begins.
	 */
	async solve(model: MixedIntegerModel, options: SolveOptions = {}): Promise<Solved> {
		const {
			seconds = Infinity,
			gap = 1e-4,
			nodes = Infinity,
			start = null,
			signal,
			megabytes = 1024
		} = options;
		if (signal?.aborted) return nothing('interrupted');
		if (model.cost.length === 0)
			return { status: 'optimal', objective: 0, bound: 0, values: new Float64Array() };
		checkSize(model, megabytes);
		const ask = () => this.#ask({ model, seconds, gap, nodes, start, megabytes }, signal);
		const turn = this.#turn.then(ask, ask);
		this.#turn = turn;
		const answer = await turn;
		if ('failure' in answer) throw failed(answer.failure);
		if (answer.values === null) return answer;
		const rounded = answer.values.map((x, i) => (model.isInteger[i] ? Math.round(x) : x));
		const violation = violationOf(model, rounded);
		if (violation) throw failed(`its answer is no solution. ${violation}`);
		return { ...answer, values: rounded, objective: objectiveOf(model, rounded) };
	}

	/** Ends the thread. The next model starts another. */
	async close(): Promise<void> {
		const worker = this.#worker;
		this.#worker = null;
		await worker?.terminate();
	}

	#ask(task: Task, signal: AbortSignal | undefined): Promise<Answer> {
		if (signal?.aborted) return Promise.resolve(nothing('interrupted'));
		const worker = (this.#worker ??= startWorker());
		return new Promise<Answer>((resolve, reject) => {
			const longest = task.seconds === Infinity ? null : 1000 * (task.seconds + graceSeconds);
			const timer =
				longest === null ? null : setTimeout(() => end(nothing('limit')), Math.min(longest, 2 ** 31 - 1));
			const settle = () => {
				if (timer) clearTimeout(timer);
				signal?.removeEventListener('abort', onAbort);
				worker.off('message', onMessage).off('error', onError).off('exit', onExit);
				worker.unref();
			};
			const end = (answer: Answer) => {
				settle();
				resolve(answer);
				void this.close();
			};
			const onMessage = (answer: Answer) => {
				settle();
				resolve(answer);
			};
			const onError = (error: unknown) => {
				settle();
				this.#worker = null;
				reject(failed(String(error), error));
			};
			const onExit = (code: number) => onError(new Error(`the thread ended with code ${code}`));
			const onAbort = () => end(nothing('interrupted'));
			worker.on('message', onMessage).on('error', onError).on('exit', onExit);
			signal?.addEventListener('abort', onAbort);
			worker.ref();
			worker.postMessage(task);
		});
	}
}

function startWorker(): Worker {
	const worker = new Worker(threadFile, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
	worker.unref();
	return worker;
}

function nothing(status: 'limit' | 'interrupted'): Solved {
	return { status, objective: -Infinity, bound: Infinity, values: null };
}

/** Measured: HiGHS takes some 300 bytes an entry and 2 kB a variable of such models, presolve and cuts included. */
function checkSize(model: MixedIntegerModel, megabytes: number): void {
	const guess = (300 * model.index.length + 2000 * model.cost.length) / 2 ** 20;
	if (guess > megabytes)
		throw new LookbackError(
			'unsupported',
			'planner/model-too-large',
			`The model has ${model.cost.length} variables and ${model.index.length} entries, which take about ${Math.round(guess)} MB; it must fit in ${megabytes} MB.`,
			{ variables: model.cost.length, entries: model.index.length, megabytes }
		);
}

function failed(why: string, cause?: unknown): LookbackError {
	return new LookbackError('fault', 'planner/solver-failed', `HiGHS failed: ${why}`, { why }, { cause });
}
