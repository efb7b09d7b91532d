import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

/** A plan that is being made for somebody; by when that ends, where it is known. */
export interface Room {
	readonly person: string;
	until: Instant | null;
}

/**
 * Room for so many plans that are made at once, each of which keeps a core busy and takes hundreds of megabytes where it is large;
 * half of it, one at least, for any one person.
 */
export class Rooms {
	readonly #most: number;
	readonly #mostOfOne: number;
	/** What may be done without waiting, as the end of a sentence; empty where nothing may. */
	readonly #instead: string;
	readonly #taken = new Set<Room>();

	constructor(most: number, instead = '') {
		this.#most = most;
		this.#mostOfOne = Math.max(1, Math.floor(most / 2));
		this.#instead = instead;
	}

	/** @throws LookbackError `planner/too-many-searches` where all are taken, `planner/too-many-of-yours` where this person has theirs. */
	take(person: string, until: Instant | null): Room {
		const all = [...this.#taken];
		const own = all.filter((one) => one.person === person);
		if (own.length >= this.#mostOfOne && all.length < this.#most)
			throw busy(
				'planner/too-many-of-yours',
				`${own.length} of your plans ${own.length === 1 ? 'is' : 'are'} being made already, as many as one person may have at once; ${this.#later(own)}`,
				own
			);
		if (all.length >= this.#most)
			throw busy(
				'planner/too-many-searches',
				`${all.length} plans are being made already, as many as may be at once; ${this.#later(all)}`,
				all
			);
		const room = { person, until };
		this.#taken.add(room);
		return room;
	}

	leave(room: Room): void {
		this.#taken.delete(room);
	}

	#later(rooms: readonly Room[]): string {
		const next = nextEnd(rooms);
		const when = next === null ? 'in a minute' : `after ${formatInstant(next).slice(11, 19)} UTC`;
		return `ask again ${when}${this.#instead}.`;
	}
}

function nextEnd(rooms: readonly Room[]): Instant | null {
	const ends = rooms.flatMap(({ until }) => until ?? []);
	return ends.length === 0 ? null : (Math.min(...ends) as Instant);
}

function busy(code: string, message: string, rooms: readonly Room[]): LookbackError {
	const next = nextEnd(rooms);
	return new LookbackError('busy', code, message, {
		searches: rooms.length,
		until: next && formatInstant(next)
	});
}
