import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { decisionsBy, policiesAt, type CollectionPolicy } from './policies.server.ts';
import { rightsUnder, someOf } from './rights.ts';
import type { Viewer } from './viewer.ts';

/** Who asks, and as known when. */
export interface Asked {
	readonly database: Database;
	readonly basis: { readonly knownAt: Instant; readonly batch: bigint };
	readonly viewer: Viewer;
}

/** A collection of which the viewer may see something now, under its policy as known then. */
export interface SeenCollection extends CollectionPolicy {
	/** What everybody could see of it at the moment asked about. */
	readonly public_saw: 'all' | 'part' | 'nothing';
	/** Whether the viewer sees all of it now. */
	readonly is_open: boolean;
}

/** The collections of which the viewer may see something, by name; of the others not even the names. */
export async function collectionsFor({ database, basis, viewer }: Asked): Promise<SeenCollection[]> {
	const seen = new Set(someOf(viewer));
	const policies = await policiesAt(database, basis.knownAt, basis.batch);
	const open = rightsUnder(policies, new Set(), basis.knownAt);
	const publicSaw = (name: string) =>
		open.collections.includes(name) ? 'all' : open.opening.has(name) ? 'part' : 'nothing';
	return policies
		.filter(({ name }) => seen.has(name))
		.map((policy) => ({
			...policy,
			public_saw: publicSaw(policy.name),
			is_open: viewer.collections.includes(policy.name)
		}));
}

/**
 * Moments at which who may see any of these collections changes: of decisions but the first, which has been in force all
 * along, and of openings that were decided before.
 */
export async function decisionMoments(
	{ database, basis: { knownAt, batch } }: Omit<Asked, 'viewer'>,
	names: readonly string[]
): Promise<Instant[]> {
	const decisions = await decisionsBy(database, batch);
	const moments: Instant[] = [];
	for (const [name, ofOne] of Map.groupBy(decisions, (decision) => decision.name)) {
		if (!names.includes(name)) continue;
		ofOne.forEach(({ policy, public_from: opens, known_at }, i) => {
			const from = i === 0 ? -Infinity : known_at;
			const to = ofOne[i + 1]?.known_at ?? Infinity;
			if (i > 0) moments.push(known_at);
			if (policy === 'public-from' && opens !== null && opens > from && opens < to) moments.push(opens);
		});
	}
	return moments.filter((at) => at <= knownAt);
}
