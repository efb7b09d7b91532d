import type { Sight } from '#lib/sky/sight.ts';
import type { Instant } from '#lib/sky/time.ts';
import { marginSec, type Constraint } from './constraint.ts';
import type { Span } from './time-rule.ts';

/** How a constraint goes over the whole seconds of a span, its last one included. */
export interface Turns {
	/** The first and the last whole second of UTC in the span. */
	readonly start: Instant;
	readonly end: Instant;
	readonly holdsAtStart: boolean;
	/** The seconds at which it holds and a second before did not, or the other way round. */
	readonly at: readonly Instant[];
}

const second = 1_000_000;
/** A day: no skip is longer, so that each day's sky is asked about. */
const longestSkipSec = 86_400;

/**
 * How a constraint turns within a span: just what asking at every whole second would find, at a hundredth of its price,
 * since margins tell how many seconds may be skipped.
 */
export function turnsOf(constraint: Constraint, sight: Sight, span: Span): Turns {
	const start = (Math.ceil(span.from / second) * second) as Instant;
	const end = (Math.floor(span.to / second) * second) as Instant;
	const at: Instant[] = [];
	const holdsAtStart = marginSec(constraint, sight, start) > 0;
	let holds = holdsAtStart;
	for (let t = start; t <= end;) {
		const margin = marginSec(constraint, sight, t);
		if (margin > 0 !== holds) {
			holds = !holds;
			at.push(t);
		}
		const skippedSec = Math.max(1, Math.ceil(Math.min(Math.abs(margin), longestSkipSec)));
		t = (t < end ? Math.min(end, t + skippedSec * second) : Infinity) as Instant;
	}
	return { start, end, holdsAtStart, at };
}
