import { join } from 'node:path';
import type ivm from 'isolated-vm';
import { versioningFolder } from '../project.server.ts';
import { Modules } from './modules.server.ts';

/** Why the analysis cannot go on. */
export class Failure extends Error {
	readonly reason: string;
	constructor(reason: string, what: string) {
		super(what);
		this.reason = reason;
	}
}

export interface Task {
	readonly folder: string;
	readonly module: string;
	/** First line of the protocol. */
	readonly setting: string;
	readonly seconds: number;
	readonly memoryMb: number;
	readonly outputBytes: number;
	readonly log: (line: string) => void;
}

/** An analysis in one context: its module was loaded, calls may come. */
interface World {
	readonly context: ivm.Context;
	readonly carryOut: ivm.Reference;
	readonly takeSettled: ivm.Reference;
}

/** Every so many calls one is carried out again where nothing was carried out before. */
const sampleEvery = 1024;

/** What V8 says when it may not have memory for an ArrayBuffer. */
const noBytes = 'Array buffer allocation failed';

/** Carries out the calls of one analysis in an isolate. */
export class Host {
	readonly environment: Readonly<Record<string, string>>;
	readonly #ivm: typeof ivm;
	readonly #task: Task;
	readonly #isolate: ivm.Isolate;
	readonly #modules: Modules;
	readonly #world: World;
	#calls = 0;

	constructor(library: typeof ivm, task: Task) {
		this.#ivm = library;
		this.#task = task;
		this.#isolate = new library.Isolate({ memoryLimit: task.memoryMb });
		this.#modules = new Modules(this.#isolate, task.folder);
		this.#world = this.#open(task.log);
		this.environment = {
			runtime: 'js',
			node: process.versions.node,
			v8: process.versions.v8,
			architecture: process.arch,
			functions: `sha256:${this.#modules.digest}`
		};
	}

	/**
	 * Answers a call, given as a line, with lines.
	 * @throws Failure when it runs out of time or memory, or answers anew in a fresh context what it answered otherwise.
	 */
	carryOut(line: string): string {
		const answer = this.#answer(this.#world, line);
		this.#calls++;
		const isSample = (this.#calls & (this.#calls - 1)) === 0 || this.#calls % sampleEvery === 0;
		if (isSample && this.#calls > 1 && this.#answerAfresh(line) !== answer)
			throw new Failure(
				'not-repeatable',
				'answered otherwise when it was asked again with nothing asked before; it must not keep anything between calls'
			);
		return answer;
	}

	#answer(world: World, line: string): string {
		return this.#limited(() => {
			const options = { timeout: this.#task.seconds * 1000 };
			const answer = world.carryOut.applySync(undefined, [line], options) as string | null;
			const lines = answer ?? (world.takeSettled.applySync(undefined, [], options) as string);
			if (lines.startsWith('{"failed"') && lines.includes(noBytes)) throw new Error(noBytes);
			return lines;
		});
	}

	#answerAfresh(line: string): string {
		const world = this.#open(() => {});
		try {
			return this.#answer(world, line);
		} finally {
			world.context.release();
		}
	}

	#open(log: (line: string) => void): World {
		return this.#limited(() => {
			const timeout = this.#task.seconds * 1000;
			const context = this.#isolate.createContextSync();
			const path = join(versioningFolder, 'runtime/isolate/world.ts');
			const world = this.#modules.load(context, path, true);
			world.evaluateSync();
			const own = (name: string): ivm.Reference => world.namespace.getSync(name, { reference: true });
			const callback = new this.#ivm.Callback(log);
			own('furnish').applySync(undefined, [this.#task.setting, this.#task.outputBytes, callback], {
				timeout
			});
			const module = this.#modules.load(context, this.#task.module, false);
			module.evaluateSync({ timeout });
			const exported = module.namespace.getSync('default', { reference: true }) as ivm.Reference;
			own('adopt').applySync(undefined, [exported.derefInto()], { timeout });
			return { context, carryOut: own('carryOut'), takeSettled: own('takeSettled') };
		});
	}

	#limited<T>(act: () => T): T {
		const { seconds, memoryMb } = this.#task;
		try {
			return act();
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			if (this.#isolate.isDisposed || message.includes(noBytes))
				throw new Failure('memory-limit', `took more memory than its limit of ${memoryMb} MB`);
			if (/Script execution timed out/.test(message))
				throw new Failure('time-limit', `ran for longer than its limit of ${seconds} s`);
			throw new Failure('analysis-failed', `failed: ${message}`);
		}
	}
}
