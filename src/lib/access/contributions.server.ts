import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { may } from './permits.ts';
import { ownerByName, policiesAt } from './policies.server.ts';
import type { Viewer } from './viewer.ts';

/** Kind of a batch by which a contributor tells again what another group's source tells. */
export const retelling = 'retelling';

/** Whether a collection holds what contributors told again of others' sources. */
export async function holdsRetellings({ sql }: Database, collection: string): Promise<boolean> {
	const [held] = await sql`
		select from batch b join packet p using (batch)
		where b.kind = ${retelling} and ${collection} = any(p.collections)
		limit 1`;
	return held !== undefined;
}

/** Whether rows may go to `collection` that their own source puts into `native`. */
export type Contributions = (collection: string, native: string) => boolean;

/**
 * What a contributor may add: to collections of groups where they are one. What another group's source tells may be
 * told again only where that group's readers do not see it, in a collection that is the contributor's group's alone:
 * of two tellings of a fact readers see the later one.
 */
export async function contributionsOf(
	database: Database,
	viewer: Viewer,
	now: Instant
): Promise<Contributions> {
	const policies = new Map(
		(await policiesAt(database, now, newestOfAll)).map((policy) => [policy.name, policy])
	);
	const isOwn = (name: string) => may(viewer, 'contributor', policies.get(name)?.owner ?? ownerByName(name));
	const isClosed = (name: string) => {
		const policy = policies.get(name)?.policy;
		return policy === undefined ? !name.endsWith('.public') : policy === 'group';
	};
	return (collection, native) => isOwn(collection) && (isOwn(native) || isClosed(collection));
}
