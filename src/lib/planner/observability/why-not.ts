import type { Sight } from '#lib/sky/sight.ts';
import { nameOf, not, type Constraint } from './constraint.ts';
import type { Span } from './time-rule.ts';
import { windows } from './windows.ts';

/** How long a part of a constraint stands against a target within a span. */
export interface Obstacle {
	readonly name: string;
	readonly failsSec: number;
	/** Whether it holds at no time of the span. */
	readonly isNever: boolean;
}

/** What stands against a target within a span, the longest first; parts that always hold are left out. */
export function obstacles(constraint: Constraint, sight: Sight, span: Span): Obstacle[] {
	return parts(constraint)
		.map((part) => {
			const isNever = windows(part, sight, span).length === 0;
			return {
				name: nameOf(part),
				failsSec: isNever ? lengthSec(span) : failsSec(part, sight, span),
				isNever
			};
		})
		.filter((one) => one.failsSec > 0)
		.sort((a, b) => b.failsSec - a.failsSec);
}

/**
 * In a sentence why a constraint opens no window within a span; null where it opens one.
 */
export function whyNever(constraint: Constraint, sight: Sight, span: Span): string | null {
	if (windows(constraint, sight, span).length > 0) return null;
	const found = obstacles(constraint, sight, span);
	const never = found.filter((one) => one.isNever).map((one) => one.name);
	const hours = (lengthSec(span) / 3600).toFixed(1);
	if (never.length > 0) return `Never within the ${hours} h: ${never.join('; ')}.`;
	const longest = found.map((one) => `${one.name} fails for ${(one.failsSec / 3600).toFixed(1)} h`);
	return `Each at some time, but never together within the ${hours} h: ${longest.join('; ')}.`;
}

/** What all have to hold, `all` within `all` taken apart. */
function parts(constraint: Constraint): readonly Constraint[] {
	return constraint.kind === 'all' ? constraint.of.flatMap(parts) : [constraint];
}

function failsSec(part: Constraint, sight: Sight, span: Span): number {
	return windows(not(part), sight, span).reduce((sum, one) => sum + lengthSec(one), 0);
}

function lengthSec({ from, to }: Span): number {
	return (to - from) / 1e6;
}
