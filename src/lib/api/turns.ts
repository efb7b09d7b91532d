/** How many turns somebody may have at once, and how many requests of theirs may wait. */
export interface Share {
	readonly atOnce: number;
	readonly waiting: number;
}

interface Waiting {
	readonly who: string;
	readonly begin: () => void;
}

const unbounded: Share = { atOnce: Infinity, waiting: Infinity };

/** Turns at something that only so many may do at once; whoever waits comes in order, but for those who have their share. */
export class Turns {
	#free: number;
	readonly #mostWaiting: number;
	readonly #share: Share;
	readonly #waiting = new Set<Waiting>();
	/** Turns taken, by whom. */
	readonly #taken = new Map<string, number>();

	constructor(atOnce: number, mostWaiting = Infinity, share = unbounded) {
		this.#free = atOnce;
		this.#mostWaiting = mostWaiting;
		this.#share = share;
	}

	/** Waits for a turn, which `give` ends; false when too many wait, or none came within `longestMs`, where given. */
	async take(who = '', longestMs?: number): Promise<boolean> {
		if (this.#free > 0 && this.#mayTake(who)) {
			this.#begin(who);
			return true;
		}
		const theirs = [...this.#waiting].filter((one) => one.who === who).length;
		if (this.#waiting.size >= this.#mostWaiting || theirs >= this.#share.waiting) return false;
		const { promise, resolve } = Promise.withResolvers<boolean>();
		const one = { who, begin: () => resolve(true) };
		this.#waiting.add(one);
		if (longestMs === undefined) return promise;
		const timer = setTimeout(() => resolve(!this.#waiting.delete(one)), longestMs);
		try {
			return await promise;
		} finally {
			clearTimeout(timer);
		}
	}

	/** Ends a turn: the next in order who may has it. */
	give(who = ''): void {
		const left = this.#taken.get(who)! - 1;
		if (left === 0) this.#taken.delete(who);
		else this.#taken.set(who, left);
		this.#free++;
		for (const one of this.#waiting) {
			if (!this.#mayTake(one.who)) continue;
			this.#waiting.delete(one);
			this.#begin(one.who);
			return one.begin();
		}
	}

	#mayTake(who: string): boolean {
		return (this.#taken.get(who) ?? 0) < this.#share.atOnce;
	}

	#begin(who: string): void {
		this.#free--;
		this.#taken.set(who, (this.#taken.get(who) ?? 0) + 1);
	}
}
