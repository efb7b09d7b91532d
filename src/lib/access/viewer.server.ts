import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { membershipsAt } from './members.server.ts';
import { policiesAt } from './policies.server.ts';
import { rightsUnder, sharedRights, someOf, type Policy, type Rights } from './rights.ts';
import { archiveGroup, type Role } from './roles.ts';
import { heldSession } from './people/sessions.server.ts';
import { heldToken } from './people/tokens.server.ts';
import type { Viewer } from './viewer.ts';

/** What a request shows of who sends it. */
export interface Credentials {
	/** The `Authorization` header; it goes before the session. */
	readonly authorization: string | null;
	/** Secret of the session's cookie. */
	readonly session: string | null;
	/** The person whose calendar is asked for, by an address that opens it. */
	readonly calendarOf?: string;
}

/**
 * The viewer behind a request: the public without credentials or after the end of a session.
 * @throws LookbackError `access/bad-token` for a token that is unknown, revoked, expired or of another scheme.
 */
export async function viewerOf(
	database: Database,
	{ authorization, session, calendarOf }: Credentials,
	now: Instant
): Promise<Viewer> {
	if (calendarOf !== undefined) return personAs(database, calendarOf, { mayWrite: false, groups: null }, now);
	if (authorization !== null) {
		const token = await heldToken(database, authorization, now);
		if (token.person === null) return { ...(await localViewer(database)), name: token.label };
		return personAs(database, token.person, { mayWrite: token.may_write, groups: token.groups }, now);
	}
	const held = session === null ? null : await heldSession(database, session, now);
	if (held?.person === null) return { ...(await localViewer(database)), name: 'administrator' };
	if (held) return personAs(database, held.person!, { mayWrite: true, groups: null }, now);
	const policies = await policiesAt(database, now, newestOfAll);
	return {
		kind: 'public',
		name: 'anonymous',
		roles: new Map(),
		isAdministrator: false,
		mayWrite: false,
		...rightsUnder(policies, new Set(), now)
	};
}

/** A person with the rights of now, or with fewer of them. */
async function personAs(
	database: Database,
	person: string,
	scope: { readonly mayWrite: boolean; readonly groups: readonly string[] | null },
	now: Instant
): Promise<Viewer> {
	const [policies, all] = await Promise.all([
		policiesAt(database, now, newestOfAll),
		membershipsAt(database, now, newestOfAll, { people: [person] })
	]);
	const memberships = all.filter(({ group_name }) => scope.groups?.includes(group_name) ?? true);
	const roles = new Map<string, Set<Role>>();
	for (const { group_name, role } of memberships)
		roles.set(group_name, (roles.get(group_name) ?? new Set<Role>()).add(role));
	const isAdministrator = roles.get(archiveGroup)?.has('administrator') ?? false;
	return {
		kind: 'person',
		name: person,
		roles,
		isAdministrator,
		mayWrite: scope.mayWrite,
		...(isAdministrator ? everything(policies) : rightsUnder(policies, new Set(roles.keys()), now))
	};
}

/** Who works on the archive's own machine, with its data folder at hand: sees all of it. */
export async function localViewer(database: Database): Promise<Viewer> {
	const names = await database.sql<{ name: string }[]>`
		select distinct name from collection_policy order by name`;
	return {
		kind: 'archive',
		name: 'local',
		roles: new Map([[archiveGroup, new Set<Role>(['administrator'])]]),
		isAdministrator: true,
		mayWrite: true,
		...everything(names)
	};
}

function everything(policies: readonly { readonly name: string }[]): Rights {
	return { collections: policies.map(({ name }) => name), opening: new Map(), widensAt: null };
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
		viewer.roles.has(audience) ||
		policies.some(({ name, owner }) => owner === audience && seen.has(name));
	if (!isKnown)
		throw new LookbackError(
			'not-found',
			'access/unknown-audience',
			`as_seen_by names no group whose collections you may see; it wants public or such a group, got '${audience}'.`,
			{ audience }
		);
	return restrictedTo(viewer, audience, policies, knownAt);
}

/** The same for an audience that is known to exist, whatever it could see then. */
export async function sightOf(
	database: Database,
	viewer: Viewer,
	audience: string,
	{ knownAt, batch }: { readonly knownAt: Instant; readonly batch: bigint }
): Promise<Viewer> {
	return restrictedTo(viewer, audience, await policiesAt(database, knownAt, batch), knownAt);
}

function restrictedTo(
	viewer: Viewer,
	audience: string,
	policies: readonly Policy[],
	knownAt: Instant
): Viewer {
	const groups = new Set(audience === 'public' ? [] : [audience]);
	return { ...viewer, ...sharedRights(viewer, rightsUnder(policies, groups, knownAt)) };
}
