import type { Instant } from '#lib/sky/time.ts';
import type { Policy } from './rights.ts';

/** A policy with the moment from which it is in force. */
export interface DatedPolicy extends Policy {
	readonly known_at: Instant;
}

/**
 * Since when each collection has been open to `groups` (none of them: to the public) without a break, of those that are
 * open whole at `until` and were not always. The first policy of a collection has been in force all along.
 */
export function openSince(
	policies: readonly DatedPolicy[],
	groups: ReadonlySet<string>,
	until: Instant
): ReadonlyMap<string, Instant> {
	const since = new Map<string, Instant>();
	const known = policies.filter(({ known_at }) => known_at <= until).sort((a, b) => a.known_at - b.known_at);
	for (const [name, decisions] of Map.groupBy(known, (policy) => policy.name)) {
		let open: number | null = null;
		decisions.forEach((decision, i) => {
			const from = i === 0 ? -Infinity : decision.known_at;
			const to = decisions[i + 1]?.known_at ?? until;
			const opens = opensAt(decision, groups, from);
			open = opens === null || opens > to ? null : Math.min(open ?? Infinity, opens);
		});
		if (open !== null && open !== -Infinity) since.set(name, open as Instant);
	}
	return since;
}

function opensAt(policy: Policy, groups: ReadonlySet<string>, from: number): number | null {
	if (groups.has(policy.owner) || policy.policy === 'public') return from;
	if (policy.policy === 'public-from' && policy.public_from !== null)
		return Math.max(from, policy.public_from);
	return null;
}
