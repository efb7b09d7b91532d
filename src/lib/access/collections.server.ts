import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { policiesAt, type CollectionPolicy } from './policies.server.ts';
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
