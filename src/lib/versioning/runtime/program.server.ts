import { once } from 'node:events';
import type { LookbackError } from '#lib/errors.ts';
import type { Call, Code, Environment, Evaluation, Output, Session, Setting } from './evaluation.ts';
import { failure } from './failure.ts';
import { Feed } from './feed.server.ts';
import { linesOf } from './lines.ts';
import { Log } from './log.ts';
import { checkOutput, excerpt } from './outputs.ts';
import type { Running } from './start.server.ts';

const longestLine = 1024 * 1024;
/** A running program, and what is known of it. */
export interface Program extends Running {
	/** Where it is not a host, which tells its own. */
	readonly environment?: Environment;
	/** Ours: it says when it is `ready`, in which environment, and why it stopped (`failed`). */
	readonly isHost: boolean;
	/** Seconds for a call; a host keeps the manifest's limit itself and is given more. */
	readonly seconds: number;
}

/** How long the log of a program that was killed is waited for. */
const lastWordsMs = 1000;

/** Last words of programs that got no memory. */
const noMemory = /MemoryError|out of memory|bad_alloc|Cannot allocate memory/i;

/** A session with a program over NDJSON (`docs/design/versioning.md`). */
export class ProgramSession implements Session {
	environment: Environment;
	readonly #program: Program;
	readonly #code: Code;
	readonly #log = new Log();
	readonly #lines: AsyncGenerator<Buffer[]>;
	readonly #closed: Promise<unknown>;
	#key: string | null = null;
	#read: Buffer[] = [];
	#outputBytes = 0;
	#waitedMs = 0;
	#failure: Error | null = null;
	#busy = false;

	constructor(program: Program, code: Code, setting: Setting) {
		const { child } = program;
		this.environment = program.environment ?? {};
		this.#program = program;
		this.#code = code;
		this.#closed = once(child, 'close');
		child.stderr.on('data', (bytes: Buffer) => this.#log.add(bytes));
		// A program that does not read is told by its silence, not by the broken pipe.
		child.stdin.on('error', () => {});
		this.#lines = linesOf(child.stdout, longestLine, () =>
			this.#blame('bad-output', this.#key, `wrote a line of more than ${longestLine} bytes`)
		);
		const { seed, parameters, inputs } = setting;
		const first = { lookback: 1, analysis: code.name, commit: code.commit, seed, parameters, inputs };
		child.stdin.write(`${JSON.stringify(first)}\n`);
	}

	get logs(): string {
		return this.#log.text;
	}

	/** Waits for the line by which a host says that it could load the analysis. */
	async ready(): Promise<void> {
		try {
			const line = await this.#nextLine(null);
			this.environment = line.ready as Environment;
		} catch (error) {
			await this.close();
			throw error;
		}
	}

	async *evaluate(calls: AsyncIterable<Call> | Iterable<Call>): AsyncGenerator<Evaluation> {
		if (this.#failure) throw this.#failure;
		if (this.#busy) throw this.#blame('session-busy', null, 'is being evaluated already', 'fault');
		this.#busy = true;
		const feed = new Feed(this.#program.child, calls, () => this.#failure !== null);
		let complete = false;
		try {
			for (;;) {
				const pending = await feed.first();
				if (!pending) break;
				const outputs = await this.#answer(pending.key);
				feed.answered();
				yield { key: pending.key, outputs };
			}
			complete = true;
		} catch (error) {
			this.#failure ??= error as Error;
			throw error;
		} finally {
			this.#busy = false;
			if (!complete) {
				// Calls that nobody waits for are under way: what it answers next would belong to them.
				this.#failure ??= this.#blame('session-ended', null, 'was left before it had answered', 'conflict');
				feed.stop();
				this.#program.kill();
			}
		}
	}

	async close(): Promise<void> {
		this.#failure ??= this.#blame('session-ended', null, 'is closed', 'conflict');
		await this.#end();
	}

	async #answer(key: string): Promise<Output[]> {
		this.#key = key;
		const outputs: Output[] = [];
		for (;;) {
			const line = await this.#nextLine(key);
			if ('emit' in line) outputs.push(checkOutput(this.#code, key, line.emit));
			else if ('done' in line && line.done === key) return outputs;
			else if ('done' in line)
				throw this.#blame(
					'bad-output',
					key,
					`answered the call ${excerpt(line.done)}, which was not its turn`
				);
			else throw this.#blame('bad-output', key, `wrote ${excerpt(line)}; a line has emit or done`);
		}
	}

	async #nextLine(key: string | null): Promise<Record<string, unknown>> {
		if (this.#read.length === 0) {
			const next = await this.#waitForLines(key);
			if (next.done) throw await this.#ending(key);
			// Reversed, so that taking the first is cheap.
			this.#read = next.value.reverse();
		}
		const bytes = this.#read.pop()!;
		const line = this.#parsed(bytes, key);
		if ('emit' in line) this.#outputBytes += bytes.length;
		const limit = this.#code.manifest.limits.output_mb;
		if (this.#outputBytes > limit * 1e6)
			throw this.#blame('output-limit', key, `said more than its limit of ${limit} MB`);
		if (this.#program.isHost && 'failed' in line) {
			const { reason, what } = line.failed as { reason: string; what: string };
			throw this.#blame(reason, key, what);
		}
		if ('done' in line) this.#waitedMs = 0;
		return line;
	}

	#parsed(bytes: Buffer, key: string | null): Record<string, unknown> {
		const text = bytes.toString('utf8');
		try {
			const line: unknown = JSON.parse(text);
			if (typeof line === 'object' && line !== null) return line as Record<string, unknown>;
		} catch {
			// said below
		}
		throw this.#blame('bad-output', key, `wrote ${excerpt(text)}, which is no JSON object`);
	}

	/** Only the time that is spent waiting for it counts: it may be done long since while nobody asks. */
	async #waitForLines(key: string | null): Promise<IteratorResult<Buffer[]>> {
		const { seconds } = this.#program;
		const began = performance.now();
		let waiting = true;
		const late = (): void => {
			if (!waiting) return;
			this.#failure ??= this.#blame('time-limit', key, `ran for longer than its limit of ${seconds} s`);
			this.#program.kill();
		};
		// What lies ready in the pipe is read before `late`, however long this process was busy elsewhere.
		const timer = setTimeout(() => setImmediate(late), Math.max(0, seconds * 1000 - this.#waitedMs));
		try {
			return await this.#lines.next();
		} finally {
			waiting = false;
			clearTimeout(timer);
			this.#waitedMs += performance.now() - began;
		}
	}

	/** Kills it and waits until it is gone and its log is read. */
	async #end(): Promise<void> {
		const { child, kill } = this.#program;
		kill();
		child.stdout.destroy();
		// A process that took itself out of a trusted program's group may hold the log open for ever.
		const timer = setTimeout(() => child.stderr.destroy(), lastWordsMs);
		await this.#closed;
		clearTimeout(timer);
	}

	/** Why nothing more comes of it. */
	async #ending(key: string | null): Promise<Error> {
		await this.#end();
		if (this.#failure) return this.#failure;
		const { child, isHost } = this.#program;
		const verdict = this.#program.verdict();
		if (verdict) return this.#blame(verdict.reason, key, verdict.what);
		const signal = child.signalCode;
		const last = this.#log.lastLine;
		// V8 ends the process of an isolate that gets no memory.
		if ((isHost && signal) || noMemory.test(last ?? ''))
			return this.#blame(
				'memory-limit',
				key,
				`got no more memory (its limit is ${this.#code.manifest.limits.memory_mb} MB)`
			);
		const how = signal ? `was ended by ${signal}` : `ended with exit code ${child.exitCode}`;
		return this.#blame(
			'analysis-failed',
			key,
			`${how} before it had answered${last ? `; its last words were ${JSON.stringify(last)}` : ''}`
		);
	}

	#blame(reason: string, key: string | null, what: string, kind?: LookbackError['kind']): LookbackError {
		return failure(this.#code, reason, key, what, kind);
	}
}
