import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '#lib/sky/time.ts';
import type { PartResult } from './part.ts';

/** What was settled when a walk began, and holds when it goes on. */
export interface Beginning {
	/** Newest batch of then. */
	readonly batch: string;
	readonly started_at: Instant;
	/** Digest of the labels. */
	readonly labels: string;
}

/**
 * What is done of a walk, in a file of the data folder: its beginning, and a line for each part. `key` is made of all
 * that was asked for, so that the same command goes on where it was interrupted.
 */
export class Checkpoint {
	readonly #path: string;

	constructor(dataDir: string, key: string) {
		const folder = join(dataDir, 'backtests');
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		this.#path = join(folder, `${key}.ndjson`);
	}

	/** What an interrupted walk left, or null. A line that was not written to its end does not count. */
	read(): { readonly beginning: Beginning; readonly parts: Map<number, PartResult> } | null {
		if (!existsSync(this.#path)) return null;
		const text = readFileSync(this.#path, 'utf8');
		const lines = text
			.slice(0, text.lastIndexOf('\n') + 1)
			.split('\n')
			.slice(0, -1);
		const [first, ...rest] = lines.map((line) => JSON.parse(line) as unknown);
		if (!first) return null;
		return { beginning: first as Beginning, parts: new Map(rest as [number, PartResult][]) };
	}

	/** Begins anew, or with what is done already. */
	begin(beginning: Beginning, parts: ReadonlyMap<number, PartResult>): void {
		const lines = [beginning, ...parts].map((one) => `${JSON.stringify(one)}\n`);
		writeFileSync(`${this.#path}.new`, lines.join(''), { mode: 0o600 });
		renameSync(`${this.#path}.new`, this.#path);
	}

	add(part: number, result: PartResult): void {
		appendFileSync(this.#path, `${JSON.stringify([part, result])}\n`);
	}

	/** Takes it away: all is done. */
	end(): void {
		rmSync(this.#path, { force: true });
	}
}
