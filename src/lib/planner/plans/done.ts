import { separationDeg } from '#lib/sky/separation.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Target } from '../campaigns/goals.ts';
import type { Pointing } from '../pointings/read.server.ts';

/** How often a target was visited, and when last; null for never. */
export interface Done {
	readonly visits: number;
	readonly lastAt: Instant | null;
}

/** A pointing for a target looks as near to it as this: coordinates of a target are mended by less. */
const sameTargetDeg = 1 / 60;

/** Visits of a target among looks for its campaign: one is done when each of its sets was, in its band. */
export function doneOf({ raDeg, decDeg, sets }: Target, looks: readonly Pointing[]): Done {
	const own = looks.filter((one) => separationDeg(raDeg, decDeg, one.ra_deg, one.dec_deg) <= sameTargetDeg);
	const bands = Map.groupBy(sets, ({ band }) => band);
	const times = [...bands].map(([band, wanted]) =>
		Math.floor(own.filter((one) => band === null || one.band === band).length / wanted.length)
	);
	const visits = Math.min(...times);
	return { visits, lastAt: visits === 0 ? null : own.at(-1)!.from_at };
}
