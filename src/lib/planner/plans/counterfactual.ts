import { formatInstant } from '#lib/sky/time.ts';
import type { PlanDocument } from './document.ts';

/**
 * In a sentence that nobody could have made a plan when it was due: its facilities were known later than the rest, or what it
 * rests on is known as of a moment when its time was over. Null of a plan that somebody could have made.
 */
export function counterfactualWords({
	basis_known_at: knownAt,
	facilities_known_at: facilitiesAt,
	from_at: from,
	to_at: to
}: Pick<PlanDocument, 'basis_known_at' | 'facilities_known_at' | 'from_at' | 'to_at'>): string | null {
	const known = formatInstant(knownAt);
	const isOver = to <= knownAt;
	if (facilitiesAt !== knownAt)
		return `Counterfactual: facilities are as known at ${formatInstant(facilitiesAt)}, everything else as known at ${known}${isOver ? ', when the time planned was over' : ''}.`;
	if (!isOver) return null;
	return `Counterfactual: everything is as known at ${known}, when the time planned, from ${formatInstant(from)} to ${formatInstant(to)}, was over.`;
}
