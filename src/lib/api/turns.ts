/** Turns at something that only so many may do at once; whoever waits comes in order. */
export class Turns {
	#free: number;
	readonly #mostWaiting: number;
	readonly #waiting = new Set<() => void>();

	constructor(atOnce: number, mostWaiting = Infinity) {
		this.#free = atOnce;
		this.#mostWaiting = mostWaiting;
	}

	/** Waits for a turn, which `give` ends; false when too many wait, or none came within `longestMs`, where given. */
	async take(longestMs?: number): Promise<boolean> {
		if (this.#free > 0) {
			this.#free--;
			return true;
		}
		if (this.#waiting.size >= this.#mostWaiting) return false;
		const { promise, resolve } = Promise.withResolvers<boolean>();
		const next = () => resolve(true);
		this.#waiting.add(next);
		if (longestMs === undefined) return promise;
		const timer = setTimeout(() => resolve(!this.#waiting.delete(next)), longestMs);
		try {
			return await promise;
		} finally {
			clearTimeout(timer);
		}
	}

	/** Ends a turn: the next in order has it. */
	give(): void {
		const [next] = this.#waiting;
		if (!next) this.#free++;
		else {
			this.#waiting.delete(next);
			next();
		}
	}
}
