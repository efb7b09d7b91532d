import type { Instant } from '#lib/sky/time.ts';

/** What came of the newest look at a facility's system. */
export interface Look {
	readonly adapter: string;
	readonly facilities: readonly string[];
	readonly lookedAt: Instant;
	/** When it last answered; null where it never did. */
	readonly answeredAt: Instant | null;
	/** When it is looked at again by what polls it; null where nothing does. */
	readonly nextAt: Instant | null;
	/** What could not be done, in sentences; of many the first. */
	readonly problems: readonly string[];
	readonly problemCount: number;
}

/** Longest time between looks at a system that does not answer. */
const longestSec = 3600;

/** Seconds until the next look: as configured, and after each look without an answer twice as long, up to an hour. */
export function secondsToNext(everySec: number, withoutAnswer: number): number {
	return Math.max(everySec, Math.min(longestSec, everySec * 2 ** Math.min(withoutAnswer, 20)));
}
