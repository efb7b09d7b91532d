import type { Instant } from '#lib/sky/time.ts';

/** When what is known about something changes, around a basis. */
export interface Moments {
	/** Of the change before the latest one known at the basis; null where that is the first. */
	readonly earlier: Instant | null;
	/** Of the next change after the basis; null where none is known yet. */
	readonly later: Instant | null;
}

/** The changes themselves: all of them, or those nearest to the basis. */
export interface Changes {
	/** In order, each once. */
	readonly at: readonly Instant[];
	/** How many there are in all. */
	readonly count: number;
}

/** The T0 from which times on a page may be counted. */
export interface Origin {
	/** What happened then, to stand behind "T0 is": `the time of the event`. */
	readonly label: string;
	readonly at: Instant;
}
