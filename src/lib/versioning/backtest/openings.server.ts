import { everyone } from '#lib/access/audience.ts';
import { decisionsBy } from '#lib/access/policies.server.ts';
import type { Policy } from '#lib/access/rights.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Opening } from './sight.ts';

/**
 * How each collection is open to an audience as knowledge time goes by, of what was decided by `batch`: what
 * `asSeenBy` says of every moment. The first policy of a collection has been in force all along.
 */
export async function openingsOf(
	database: Database,
	batch: bigint,
	audience: string
): Promise<ReadonlyMap<string, readonly Opening[]>> {
	const openings = new Map<string, Opening[]>();
	for (const [name, decisions] of Map.groupBy(await decisionsBy(database, batch), (one) => one.name)) {
		const open = decisions.flatMap((policy, index) => {
			const from = index === 0 ? -Infinity : policy.known_at;
			return openingUnder(policy, audience, from, decisions[index + 1]?.known_at ?? Infinity);
		});
		if (open.length > 0) openings.set(name, open);
	}
	return openings;
}

function openingUnder(policy: Policy, audience: string, from: number, to: number): Opening[] {
	const isOwner = audience !== everyone && policy.owner === audience;
	if (isOwner || policy.policy === 'public') return [{ from, to, months: null }];
	if (policy.policy === 'public-from' && policy.public_from !== null)
		return policy.public_from < to ? [{ from: Math.max(from, policy.public_from), to, months: null }] : [];
	if (policy.policy === 'public-after' && policy.public_after_months !== null)
		return [{ from, to, months: policy.public_after_months }];
	return [];
}
