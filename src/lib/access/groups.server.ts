import { collectionsFor, decisionMoments, type Asked, type SeenCollection } from './collections.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { membershipsAt, type Membership } from './members.server.ts';
import { roles, type Role } from './roles.ts';
import { groupsOf, type Viewer } from './viewer.ts';

/** A group as the list of groups has it. */
export interface SeenGroup {
	readonly name: string;
	/** The viewer's own roles in it, now. */
	readonly roles: readonly Role[];
	/** Number of its collections of which the viewer may see something. */
	readonly collections: number;
}

/** One group: who owns what, who belongs to it. */
export interface GroupPage {
	readonly name: string;
	readonly roles: readonly Role[];
	readonly collections: readonly SeenCollection[];
	readonly members: readonly Omit<Membership, 'group_name'>[];
	/** Whether its members are for others to know. */
	readonly members_withheld: boolean;
}

/**
 * Groups the viewer belongs to now, and owners of the collections it may see something of; to administrators of the
 * archive all that have members. An `audience` knows of itself and of owners.
 */
export async function groupsFor(asked: Asked, audience: string | null): Promise<SeenGroup[]> {
	const [collections, theirs] = await Promise.all([
		collectionsFor(asked),
		groupsWithMembersFor(asked, audience)
	]);
	const owners = collections.map(({ owner }) => owner);
	const names = new Set([...theirs, ...owners]);
	return [...names].sort().map((name) => ({
		name,
		roles: rolesIn(asked.viewer, name),
		collections: owners.filter((owner) => owner === name).length
	}));
}

/**
 * Moments at which the list of groups changes, up to the basis: of decisions about collections of which the viewer may see something, and,
 * for an administrator of the archive, of who joins and leaves any group.
 */
export async function groupMoments(asked: Asked, audience: string | null): Promise<Instant[]> {
	const { database, basis, viewer } = asked;
	const names = (await collectionsFor(asked)).map(({ name }) => name);
	const told = await decisionMoments(asked, names);
	if (!viewer.isAdministrator || audience !== null) return told;
	const joined = await database.sql<{ known_at: Instant }[]>`
		select distinct known_at from membership where known_at <= ${basis.knownAt} and batch <= ${basis.batch}`;
	return [...told, ...joined.map(({ known_at }) => known_at)];
}

/** A group that the viewer may know of, or null: then it may not exist at all. */
export async function readGroup(
	asked: Asked,
	name: string,
	audience: string | null
): Promise<GroupPage | null> {
	const { database, basis, viewer } = asked;
	const isTold = maySeeMembers(viewer, name, audience);
	const [all, members] = await Promise.all([
		collectionsFor(asked),
		isTold ? membershipsAt(database, basis.knownAt, basis.batch, { group: name }) : []
	]);
	const collections = all.filter(({ owner }) => owner === name);
	const isKnown = collections.length > 0 || members.length > 0 || (isTold && viewer.roles.has(name));
	if (!isKnown) return null;
	return {
		name,
		roles: rolesIn(viewer, name),
		collections,
		members: members.map(({ person, role, known_at }) => ({ person, role, known_at })),
		members_withheld: !isTold
	};
}

/** Whether it may know who belongs to a group: as somebody who does now, or as an administrator of the archive. */
export function maySeeMembers(viewer: Viewer, group: string, audience: string | null): boolean {
	return (audience === null || audience === group) && (viewer.isAdministrator || viewer.roles.has(group));
}

async function groupsWithMembersFor(
	{ database, basis, viewer }: Asked,
	audience: string | null
): Promise<string[]> {
	if (!viewer.isAdministrator || audience !== null)
		return groupsOf(viewer).filter((name) => maySeeMembers(viewer, name, audience));
	const all = await membershipsAt(database, basis.knownAt, basis.batch);
	return [...groupsOf(viewer), ...all.map(({ group_name }) => group_name)];
}

function rolesIn(viewer: Viewer, group: string): Role[] {
	return roles.filter((role) => viewer.roles.get(group)?.has(role));
}
