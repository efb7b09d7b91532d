import type { Viewer } from '#lib/access/viewer.ts';
import type { RawStore } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { searchFor, type Preparation } from './make.server.ts';
import { PlannerThread } from './planner.server.ts';
import { recordPlan } from './record.server.ts';
import { isAsMuch } from './replay.ts';
import { Rooms, type Room } from './rooms.server.ts';

/** Seconds of search after which there is a first answer: a plan made by gain alone, and a bound to hold it against. */
export const firstSeconds = 1;
const mostKept = 100;

interface Wish {
	readonly prepared: Preparation;
	readonly startedAt: Instant;
	/** Whoever asks, with what they may do at a later moment: whoever may no longer plan by then is refused. */
	readonly viewerAt: (at: Instant) => Promise<Viewer>;
	/** The moment, while the search goes on. */
	readonly clock: () => Instant;
}

/** What became of a search that has ended, in a sentence, and the better plan where there is one. */
export interface SearchEnd {
	readonly better: string | null;
	readonly words: string;
}

/** A search that was begun after a first answer. */
export interface PlanSearch {
	/** By when it ends. */
	readonly until: Instant;
	/** Null while it goes on. */
	readonly end: SearchEnd | null;
}

/**
 * Searches that go on in this process after their first plan is on record; what they find that is better is recorded as
 * another plan, which says what it improves upon. That they go on is no fact, and is forgotten with the process.
 */
export class Searches {
	readonly #rooms: Rooms;
	readonly #sentenceOf: (error: unknown) => string;
	readonly #stop = new AbortController();
	/** By their first plan, the oldest first. */
	readonly #searches = new Map<string, PlanSearch>();
	readonly #ends = new Map<string, Promise<SearchEnd>>();

	/** `sentenceOf` what went wrong while nobody waited is shown with the first plan. */
	constructor(atOnce: number, sentenceOf: (error: unknown) => string) {
		this.#rooms = new Rooms(atOnce, `, or for at most ${firstSeconds} s of search, which is not counted`);
		this.#sentenceOf = sentenceOf;
	}

	/**
	 * Records a first plan after a second of search, and goes on looking for as long as the wish has it where a better one
	 * is possible. The answer is the first plan's name. @throws LookbackError `planner/too-many-searches` and `planner/too-many-of-yours`.
	 */
	async begin(
		archive: { readonly database: Database; readonly store: RawStore },
		asked: Wish
	): Promise<string> {
		const { prepared, startedAt, viewerAt, clock } = asked;
		const { options } = prepared.wish;
		const seconds = options.seconds!;
		const room = this.#rooms.take(prepared.person, (startedAt + 1e6 * (firstSeconds + seconds)) as Instant);
		let goesOn = false;
		let planner: PlannerThread | null = null;
		try {
			const thread = (planner = await PlannerThread.prepared(prepared.gathered));
			const first = await searchFor(thread, prepared, { ...options, seconds: firstSeconds });
			const record = async (made: typeof first, since: Instant, improves: string | null) => {
				const finishedAt = clock();
				const viewer = await viewerAt(finishedAt);
				return recordPlan(archive, made, {
					...{ viewer, actor: viewer.name, startedAt: since, finishedAt, improves }
				});
			};
			const plan = await record(first, startedAt, null);
			if (first.document.gap <= options.gap || this.#stop.signal.aborted) return plan;
			goesOn = true;
			const since = clock();
			const until = (since + 1e6 * seconds) as Instant;
			room.until = until;
			const noBetter = (gap: number, sec: number) =>
				gap <= options.gap
					? `No plan is better by more than ${100 * options.gap} %, as the search has shown.`
					: `No better plan was found in ${sec < seconds ? 'the time there was' : `${seconds} s`}.`;
			const better = async (): Promise<SearchEnd> => {
				const made = await searchFor(thread, prepared, options, this.#stop.signal);
				const [was, is] = [first.document.objective, made.document.objective];
				if (is <= was || isAsMuch(was, is))
					return { better: null, words: noBetter(made.document.gap, (clock() - since) / 1e6) };
				const name = await record(made, since, plan);
				return { better: name, words: `The better plan ${name} was found.` };
			};
			this.#follow(
				plan,
				room,
				until,
				better().finally(() => thread.close())
			);
			return plan;
		} finally {
			if (!goesOn) {
				this.#rooms.leave(room);
				await planner?.close();
			}
		}
	}

	/** The search that goes on, or went on, after a plan; null where there was none, or it is long ago. */
	of(plan: string): PlanSearch | null {
		return this.#searches.get(plan) ?? null;
	}

	/** Waits for the end of the search after a plan. */
	async ended(plan: string): Promise<SearchEnd | null> {
		return (await this.#ends.get(plan)) ?? null;
	}

	/** Ends all searches, and waits until the best that they have found is on record. */
	async close(): Promise<void> {
		this.#stop.abort();
		await Promise.all(this.#ends.values());
	}

	#follow(plan: string, room: Room, until: Instant, search: Promise<SearchEnd>): void {
		const settled = search
			.catch((error: unknown) => ({
				better: null,
				words: `The search for a better plan failed: ${this.#sentenceOf(error)}`
			}))
			.then((end) => {
				this.#rooms.leave(room);
				this.#searches.set(plan, { until, end });
				return end;
			});
		this.#searches.set(plan, { until, end: null });
		this.#ends.set(plan, settled);
		for (const [old, { end }] of this.#searches) {
			if (this.#searches.size <= mostKept) break;
			if (end === null) continue;
			this.#searches.delete(old);
			this.#ends.delete(old);
		}
	}
}
