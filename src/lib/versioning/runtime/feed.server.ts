import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Call } from './evaluation.ts';

/** Calls that may be under way at once: enough for the program never to wait, few enough to hold in memory. */
const window = { calls: 256, bytes: 4 * 1024 * 1024 };

interface Pending {
	readonly key: string;
	readonly bytes: number;
}

/** Writes calls to a program as far ahead as the window allows, and tells which await their answers. */
export class Feed {
	readonly #pending: Pending[] = [];
	#bytes = 0;
	#ended = false;
	#stopped = false;
	#waiting: (() => void)[] = [];
	#error: unknown = null;

	constructor(
		child: ChildProcessWithoutNullStreams,
		calls: AsyncIterable<Call> | Iterable<Call>,
		failed: () => boolean
	) {
		void this.#write(child, calls, failed).then(
			() => this.#finish(null),
			(error) => this.#finish(error)
		);
	}

	/** The call whose answer comes next; null when all are answered. */
	async first(): Promise<Pending | null> {
		while (this.#pending.length === 0 && !this.#ended) await this.#change();
		if (this.#error) throw this.#error;
		return this.#pending[0] ?? null;
	}

	answered(): void {
		this.#bytes -= this.#pending.shift()!.bytes;
		this.#wake();
	}

	stop(): void {
		this.#stopped = true;
		this.#wake();
	}

	async #write(
		{ stdin }: ChildProcessWithoutNullStreams,
		calls: AsyncIterable<Call> | Iterable<Call>,
		failed: () => boolean
	): Promise<void> {
		for await (const { key, known, item, text = JSON.stringify(item) } of calls) {
			const line = `{"key":${JSON.stringify(key)},"known":${JSON.stringify(known)},"item":${text}}\n`;
			this.#pending.push({ key, bytes: line.length });
			this.#bytes += line.length;
			stdin.write(line);
			this.#wake();
			while (
				!this.#stopped &&
				!failed() &&
				(this.#pending.length >= window.calls || this.#bytes >= window.bytes)
			)
				await this.#change();
			if (this.#stopped || failed()) return;
		}
	}

	#finish(error: unknown): void {
		this.#ended = true;
		this.#error = error;
		this.#wake();
	}

	/** The writer and the reader may wait at once, for different things. */
	#change(): Promise<void> {
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	#wake(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}
}
