import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { archiveGroup, membershipsAt } from './members.server.ts';
import { policiesAt } from './policies.server.ts';
import { rightsUnder, sharedRights, someOf, type Rights } from './rights.ts';
import { heldToken } from './tokens.server.ts';
import type { Viewer } from './viewer.ts';

/**
 * The viewer behind an `Authorization` header: the public without one, else the person whose token it is.
 * @throws LookbackError `access/bad-token` for a token that is unknown, revoked, expired or of another scheme.
 */
export async function viewerOf(
	database: Database,
	authorization: string | null,
	now: Instant
): Promise<Viewer> {
	const policies = await policiesAt(database, now, newestOfAll);
	if (!authorization) {
		return { name: 'anonymous', groups: [], mayWrite: false, ...rightsUnder(policies, new Set(), now) };
	}
	const token = await heldToken(database, authorization, now);
	if (token.person === null) return { ...(await localViewer(database)), name: token.label };
	const memberships = await membershipsAt(database, now, newestOfAll, token.person);
	const groups = [...new Set(memberships.map((one) => one.group_name))];
	const isAdministrator = memberships.some(
		({ group_name, role }) => group_name === archiveGroup && role === 'administrator'
	);
	const rights = isAdministrator ? everything(policies) : rightsUnder(policies, new Set(groups), now);
	return { name: token.person, groups, mayWrite: isAdministrator && token.may_write, ...rights };
}

/** Who works on the archive's own machine, with its data folder at hand: sees all of it. */
export async function localViewer(database: Database): Promise<Viewer> {
	const names = await database.sql<{ name: string }[]>`
		select distinct name from collection_policy order by name`;
	return { name: 'local', groups: [archiveGroup], mayWrite: true, ...everything(names) };
}

function everything(policies: readonly { readonly name: string }[]): Rights {
	return { collections: policies.map(({ name }) => name), opening: new Map() };
}

/**
 * The viewer, restricted to what an audience (`public`, or a group) could see at `knownAt`, as recorded by `batch`.
 * @throws LookbackError `access/unknown-audience` for a group none of whose collections the viewer may see.
 */
export async function asSeenBy(
	database: Database,
	viewer: Viewer,
	audience: string,
	{ knownAt, batch }: { readonly knownAt: Instant; readonly batch: bigint }
): Promise<Viewer> {
	const policies = await policiesAt(database, knownAt, batch);
	const seen = new Set(someOf(viewer));
	const isKnown =
		audience === 'public' ||
		viewer.groups.includes(audience) ||
		policies.some(({ name, owner }) => owner === audience && seen.has(name));
	if (!isKnown)
		throw new LookbackError(
			'not-found',
			'access/unknown-audience',
			`as_seen_by names no group whose collections you may see; it wants public or such a group, got '${audience}'.`,
			{ audience }
		);
	const groups = new Set(audience === 'public' ? [] : [audience]);
	return { ...viewer, ...sharedRights(viewer, rightsUnder(policies, groups, knownAt)) };
}

/** @throws LookbackError when the viewer may not write. */
export function assertMayWrite(viewer: Viewer): void {
	if (viewer.mayWrite) return;
	throw new LookbackError(
		'unauthenticated',
		'access/token-wanted',
		'Writing wants an Authorization header with a token that may write: "Bearer <token>".'
	);
}
