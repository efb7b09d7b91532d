import type { Sight } from '#lib/sky/sight.ts';
import type { Instant } from '#lib/sky/time.ts';
import { decidingRule, marginSec, type Constraint } from './constraint.ts';
import type { Span } from './time-rule.ts';

/** When a constraint holds, and the rule that opens and closes it; null where the span asked about begins or ends. */
export interface Window extends Span {
	readonly opensBy: string | null;
	readonly closesBy: string | null;
}

const second = 1_000_000;

/**
 * When a constraint holds within a span, to the second: just what asking at every whole second of UTC would find, at a
 * hundredth of its price, since margins tell how many may be skipped. A window goes from the first second at which the
 * constraint holds to the last one of them; one of a single second is none. Nothing depends on the span's ends but what
 * they cut off.
 */
export function windows(constraint: Constraint, sight: Sight, span: Span): Window[] {
	const start = Math.ceil(span.from / second) * second;
	const end = Math.floor(span.to / second) * second;
	const found: Window[] = [];
	let open: { from: Instant; opensBy: string | null } | null = null;
	let t = start;
	while (t <= end) {
		const at = t as Instant;
		const margin = marginSec(constraint, sight, at);
		if (margin > 0 && !open) {
			const before = (t - second) as Instant;
			open = { from: at, opensBy: t === start ? null : decidingRule(constraint, sight, before, at) };
		} else if (margin < 0 && open) {
			const to = (t - second) as Instant;
			if (to > open.from) found.push({ ...open, to, closesBy: decidingRule(constraint, sight, at, to) });
			open = null;
		}
		const skipped = Math.max(1, Math.ceil(Math.min(Math.abs(margin), longestSkip))) * second;
		t = t < end ? Math.min(end, t + skipped) : Infinity;
	}
	if (open && end > open.from) found.push({ ...open, to: end as Instant, closesBy: null });
	return found;
}

/** No skip is longer than a day, so that each day's sky is asked about. */
const longestSkip = 86_400;
