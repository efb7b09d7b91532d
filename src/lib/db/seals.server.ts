import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '#lib/sky/time.ts';
import type { Database } from './client.server.ts';

/** Channel of PostgreSQL on which every sealed batch is announced, without a word about it. */
export const sealedChannel = 'lookback_sealed';

export interface Seal {
	readonly batch: bigint;
	/** When it was found sealed: whatever it holds was known by then. */
	readonly heardAt: Instant;
}

/** Announcements are lost where a pooler or a lost connection lies between: so often the ledger itself is looked at. */
const lookEveryMs = 5000;

/**
 * The newest sealed batch, for any number of followers: one connection listens for all of them, and only while there are some.
 */
export class Seals {
	readonly #database: Database;
	readonly #clock: () => Instant;
	readonly #end = new AbortController();
	#newest: Seal | null = null;
	#followers = 0;
	#watching = new AbortController();
	/** Settles when there is something newer, and is another one from then on. */
	#news = Promise.withResolvers<void>();

	constructor(database: Database, clock: () => Instant) {
		this.#database = database;
		this.#clock = clock;
	}

	/** Batches later than `since` as they are sealed; of several at once the newest. Ends with `signal`, or with `close`. */
	async *after(since: bigint, signal: AbortSignal): AsyncGenerator<Seal> {
		const { promise: left, resolve: leave } = Promise.withResolvers<void>();
		const ends = AbortSignal.any([signal, this.#end.signal]);
		ends.addEventListener('abort', () => leave(), { once: true });
		if (this.#followers++ === 0) this.#watch();
		try {
			let seen = since;
			while (!ends.aborted) {
				const newest = this.#newest;
				if (newest && newest.batch > seen) {
					seen = newest.batch;
					yield newest;
				} else await Promise.race([this.#news.promise, left]);
			}
		} finally {
			if (--this.#followers === 0) this.#watching.abort();
		}
	}

	/** Ends all that follows. */
	close(): void {
		this.#end.abort();
	}

	#watch(): void {
		this.#watching = new AbortController();
		const { signal } = this.#watching;
		const { sql } = this.#database;
		let line: { unlisten(): Promise<void> } | undefined;
		const listen = async () => {
			const heard = () => void this.#look().catch(() => undefined);
			await line?.unlisten();
			line = await sql.listen(sealedChannel, heard, heard);
		};
		const watch = async () => {
			while (!signal.aborted) {
				try {
					// what the look finds had not been announced: nobody speaks on that line
					if ((await this.#look()) || !line) await listen();
				} catch {
					// while the database is away there is nothing to be followed
					line = undefined;
				}
				await sleep(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
			}
			await line?.unlisten().catch(() => undefined);
		};
		void watch();
	}

	/** Looks at the ledger; whether there was something newer. */
	async #look(): Promise<boolean> {
		const [newest] = await this.#database.sql<{ batch: bigint }[]>`
			select batch from batch order by batch desc limit 1`;
		if (!newest || newest.batch <= (this.#newest?.batch ?? 0n)) return false;
		this.#newest = { batch: newest.batch, heardAt: this.#clock() };
		this.#news.resolve();
		this.#news = Promise.withResolvers();
		return true;
	}
}
