import { Sight } from '#lib/sky/sight.ts';
import type { Standpoint } from '#lib/sky/standpoint.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Constraint, Rule } from './constraint.ts';
import type { Span } from './time-rule.ts';
import { turnsOf, type Turns } from './turns.ts';

/**
 * The same constraint for targets seen from one place within one span, with all worked out that does not depend on the
 * target. Its windows within the span are the same; of moments outside it, it says nothing.
 */
export function preparedFor(constraint: Constraint, from: Standpoint, span: Span): Constraint {
	switch (constraint.kind) {
		case 'rule':
			return constraint.isOfPlace ? preparedRule(constraint, from, span) : constraint;
		case 'not':
			return { kind: 'not', of: preparedFor(constraint.of, from, span) };
		default: {
			const of = constraint.of.map((one) => preparedFor(one, from, span));
			// What is worked out costs least to ask, so it is asked first.
			return {
				kind: constraint.kind,
				of: [...of.filter(isPrepared), ...of.filter((one) => !isPrepared(one))]
			};
		}
	}
}

function isPrepared(constraint: Constraint): boolean {
	return constraint.kind === 'not'
		? isPrepared(constraint.of)
		: constraint.kind === 'rule' && constraint.isOfPlace;
}

function preparedRule(rule: Rule, from: Standpoint, span: Span): Rule {
	const anywhere = new Sight(from, { raDeg: 0, decDeg: 0 });
	const turns = turnsOf(rule, anywhere, span);
	return {
		kind: 'rule',
		name: rule.name,
		isOfPlace: true,
		marginSec: (_sight, at) => {
			const next = turnsUntil(turns, at);
			const holds = turns.holdsAtStart === (next % 2 === 0);
			const quietSec = next < turns.at.length ? (turns.at[next]! - at) / 1e6 : Infinity;
			return holds ? quietSec : -quietSec;
		}
	};
}

/** How many turns there are up to a moment, the moment included. */
function turnsUntil({ at: turns }: Turns, at: Instant): number {
	let [low, high] = [0, turns.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (turns[middle]! <= at) low = middle + 1;
		else high = middle;
	}
	return low;
}
