import type { Viewer } from '#lib/access/viewer.ts';
import type { RawStore } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { searchFor, type Preparation } from './make.server.ts';
import { PlannerThread } from './planner.server.ts';
import { recordPlan } from './record.server.ts';
import { isAsMuch } from './replay.ts';

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

interface Place {
	until: Instant;
}

/**
 * Searches that go on in this process after their first plan is on record; what they find that is better is recorded as
 * another plan, which says what it improves upon. That they go on is no fact, and is forgotten with the process.
 */
export class Searches {
	readonly #atOnce: number;
	readonly #sentenceOf: (error: unknown) => string;
	readonly #stop = new AbortController();
	readonly #places = new Set<Place>();
	/** By their first plan, the oldest first. */
	readonly #searches = new Map<string, PlanSearch>();
	readonly #ends = new Map<string, Promise<SearchEnd>>();

	/** `sentenceOf` what went wrong while nobody waited is shown with the first plan. */
	constructor(atOnce: number, sentenceOf: (error: unknown) => string) {
		this.#atOnce = atOnce;
		this.#sentenceOf = sentenceOf;
	}

	/**
	 * Records a first plan after a second of search, and goes on looking for as long as the wish has it where a better one
	 * is possible. The answer is the first plan's name. @throws LookbackError `planner/too-many-searches`.
	 */
	async begin(
		archive: { readonly database: Database; readonly store: RawStore },
		asked: Wish
	): Promise<string> {
		const { prepared, startedAt, viewerAt, clock } = asked;
		const { options } = prepared.wish;
		const seconds = options.seconds!;
		const place = this.#take((startedAt + 1e6 * (firstSeconds + seconds)) as Instant);
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
			place.until = (since + 1e6 * seconds) as Instant;
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
				place,
				better().finally(() => thread.close())
			);
			return plan;
		} finally {
			if (!goesOn) {
				this.#places.delete(place);
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

	#take(until: Instant): Place {
		if (this.#places.size >= this.#atOnce) throw tooMany([...this.#places]);
		const place = { until };
		this.#places.add(place);
		return place;
	}

	#follow(plan: string, place: Place, search: Promise<SearchEnd>): void {
		const { until } = place;
		const settled = search
			.catch((error: unknown) => ({
				better: null,
				words: `The search for a better plan failed: ${this.#sentenceOf(error)}`
			}))
			.then((end) => {
				this.#places.delete(place);
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

function tooMany(places: readonly Place[]): LookbackError {
	const next = Math.min(...places.map(({ until }) => until)) as Instant;
	return new LookbackError(
		'busy',
		'planner/too-many-searches',
		`${places.length} plans are being looked for already, as many as may be at once; ask again after ${formatInstant(next).slice(11, 19)} UTC, or for at most ${firstSeconds} s of search, which is not counted.`,
		{ searches: places.length, until: formatInstant(next) }
	);
}
