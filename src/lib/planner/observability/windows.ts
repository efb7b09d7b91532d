import type { Sight } from '#lib/sky/sight.ts';
import type { Instant } from '#lib/sky/time.ts';
import { decidingRule, type Constraint } from './constraint.ts';
import type { Span } from './time-rule.ts';
import { turnsOf } from './turns.ts';

/** When a constraint holds, and the rule that opens and closes it; null where the span asked about begins or ends. */
export interface Window extends Span {
	readonly opensBy: string | null;
	readonly closesBy: string | null;
}

const second = 1_000_000;

/**
 * When a constraint holds within a span, to the second. A window goes from the first whole second of UTC at which it
 * holds to the last one of them; one of a single second is none. Nothing depends on the span's ends but what they cut
 * off. For many targets of one place, ask about `preparedFor` it.
 */
export function windows(constraint: Constraint, sight: Sight, span: Span): Window[] {
	const { start, end, holdsAtStart, at } = turnsOf(constraint, sight, span);
	const openings = holdsAtStart
		? [start, ...at.filter((_, i) => i % 2 === 1)]
		: at.filter((_, i) => i % 2 === 0);
	const closings = at.filter((_, i) => i % 2 === (holdsAtStart ? 0 : 1));
	return openings.flatMap((from, i) => {
		const closing = closings[i];
		const to = closing === undefined ? end : before(closing);
		if (to <= from) return [];
		return {
			from,
			to,
			opensBy: from === start ? null : decidingRule(constraint, sight, before(from), from),
			closesBy: closing === undefined ? null : decidingRule(constraint, sight, closing, to)
		};
	});
}

function before(at: Instant): Instant {
	return (at - second) as Instant;
}
