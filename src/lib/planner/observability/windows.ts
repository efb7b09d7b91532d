import type { Sight } from '#lib/sky/sight.ts';
import type { Instant } from '#lib/sky/time.ts';
import { decidingRule, type Constraint } from './constraint.ts';
import type { Span } from './time-rule.ts';
import { turnsOf, type Turns } from './turns.ts';

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
	const turns = turnsOf(constraint, sight, span);
	return spansBetween(turns).map(({ from, to }) => ({
		from,
		to,
		opensBy: from === turns.start ? null : decidingRule(constraint, sight, before(from), from),
		closesBy: to === turns.end ? null : decidingRule(constraint, sight, after(to), to)
	}));
}

/** The same windows, without the rules that open and close them, which take as long again to find. */
export function spansOf(constraint: Constraint, sight: Sight, span: Span): Span[] {
	return spansBetween(turnsOf(constraint, sight, span));
}

function spansBetween({ start, end, holdsAtStart, at }: Turns): Span[] {
	const openings = holdsAtStart
		? [start, ...at.filter((_, i) => i % 2 === 1)]
		: at.filter((_, i) => i % 2 === 0);
	const closings = at.filter((_, i) => i % 2 === (holdsAtStart ? 0 : 1));
	return openings.flatMap((from, i) => {
		const closing = closings[i];
		const to = closing === undefined ? end : before(closing);
		return to <= from ? [] : [{ from, to }];
	});
}

function before(at: Instant): Instant {
	return (at - second) as Instant;
}

function after(at: Instant): Instant {
	return (at + second) as Instant;
}
