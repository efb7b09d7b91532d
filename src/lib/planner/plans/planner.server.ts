import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { LookbackError } from '#lib/errors.ts';
import type { CheckedAgain, Searched } from './carry-out.server.ts';
import type { PlanDocument, PlanOptions } from './document.ts';
import type { Gathered } from './gather.server.ts';

/** What the thread is asked, by number; what it is told to end is a search. */
export type PlannerTask = { readonly call: number } & (
	| { readonly ask: 'prepare'; readonly gathered: Gathered }
	| { readonly ask: 'search'; readonly options: PlanOptions }
	| { readonly ask: 'check'; readonly document: Recorded }
	| { readonly ask: 'end' }
);
export type PlannerNews = { readonly call: number } & (
	{ readonly answer: unknown } | { readonly refusal: Refusal } | { readonly fault: unknown }
);

/** An error of the domain on its way between threads, where it would lose its class. */
export type Refusal = Pick<LookbackError, 'kind' | 'code' | 'message' | 'data'>;

type Recorded = Pick<PlanDocument, 'blocks' | 'options' | 'left_out'>;

interface Waiting {
	readonly resolve: (answer: never) => void;
	readonly reject: (error: Error) => void;
}

const threadFile = createRequire(import.meta.url).resolve('#lib/planner/plans/planner-thread.server.ts');

/**
 * The problem of a plan, in a thread of its own: to make it of what was gathered and to tell what is found in it takes seconds of a
 * processor, in which a portal has others to answer. It lives until it is closed.
 */
export class PlannerThread {
	readonly #worker = new Worker(threadFile);
	readonly #waiting = new Map<number, Waiting>();
	#calls = 0;

	private constructor() {
		const fail = (error: Error) => {
			for (const { reject } of this.#waiting.values()) reject(error);
			this.#waiting.clear();
		};
		this.#worker.on('error', fail);
		this.#worker.on('exit', (code) => fail(new Error(`The planner's thread ended with code ${code}.`)));
		this.#worker.on('message', (news: PlannerNews) => {
			const { resolve, reject } = this.#waiting.get(news.call)!;
			this.#waiting.delete(news.call);
			if ('answer' in news) resolve(news.answer as never);
			else if ('fault' in news) reject(news.fault as Error);
			else {
				const { kind, code, message, data } = news.refusal;
				reject(new LookbackError(kind, code, message, data));
			}
		});
	}

	/** A thread with the problem made. @throws LookbackError `planner/...` where it cannot be. */
	static async prepared(gathered: Gathered): Promise<PlannerThread> {
		const thread = new PlannerThread();
		try {
			await thread.#ask({ ask: 'prepare', gathered });
			return thread;
		} catch (error) {
			await thread.close();
			throw error;
		}
	}

	/** The plan that a search with these options finds; ended by `signal`, the best so far. */
	async search(options: PlanOptions, signal?: AbortSignal): Promise<Searched> {
		const end = () => this.#worker.postMessage({ call: -1, ask: 'end' } satisfies PlannerTask);
		const searched = this.#ask<Searched>({ ask: 'search', options });
		if (signal?.aborted) end();
		signal?.addEventListener('abort', end);
		return searched.finally(() => signal?.removeEventListener('abort', end));
	}

	/** What the problem makes of a recorded plan. */
	checkAgain({ blocks, options, left_out }: Recorded): Promise<CheckedAgain> {
		return this.#ask({ ask: 'check', document: { blocks, options, left_out } });
	}

	async close(): Promise<void> {
		this.#worker.removeAllListeners('exit');
		await this.#worker.terminate();
	}

	#ask<T>(task: Ask): Promise<T> {
		const call = this.#calls++;
		return new Promise((resolve, reject) => {
			this.#waiting.set(call, { resolve, reject });
			this.#worker.postMessage({ call, ...task });
		});
	}
}

type Ask = PlannerTask extends infer Task ? (Task extends unknown ? Omit<Task, 'call'> : never) : never;
