import type { Sight } from '#lib/sky/sight.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';
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
/**
 * How a constraint turns within a span: just what asking at every whole second would find, though some forty are asked
 * about in a day, since margins tell how many may be skipped.
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
		const skipped = Math.max(1, Math.ceil(Math.abs(margin))) * second;
		// Each day's sky is its own, an arcsecond from the next one's: no skip goes past midnight.
		const midnight = (Math.floor(t / microsecondsPerDay) + 1) * microsecondsPerDay;
		t = (t < end ? Math.min(end, midnight, t + skipped) : Infinity) as Instant;
	}
	return { start, end, holdsAtStart, at };
}
