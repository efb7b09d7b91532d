import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Facility } from './facility.ts';

/** Time that a facility keeps for itself. */
export interface Closure {
	readonly from: Instant;
	readonly to: Instant;
	readonly reason: string | null;
	readonly isPrivate: boolean;
}

/** The facility closed at further times; those it has in the same words stay as they are. */
export function withClosures(facility: Facility, closures: readonly Closure[]): Facility {
	const wordsOf = (one: Facility['rules']['closures'][number]) => JSON.stringify(Object.values(one));
	const known = new Set(facility.rules.closures.map(wordsOf));
	const further = closures
		.map(({ from, to, reason, isPrivate }) => ({
			from: formatInstant(from),
			to: formatInstant(to),
			reason,
			isPrivate
		}))
		.filter((one) => !known.has(wordsOf(one)));
	return { ...facility, rules: { ...facility.rules, closures: [...facility.rules.closures, ...further] } };
}
