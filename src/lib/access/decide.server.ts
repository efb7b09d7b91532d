import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll, type Sealed } from '#lib/db/ledger.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { assertNotLast } from './administrators.server.ts';
import { holdsRetellings } from './contributions.server.ts';
import { membershipsAt, setMembership, type MembershipChange } from './members.server.ts';
import { assertGroupName } from './people/names.ts';
import { assertMay, assertMayWrite, may } from './permits.ts';
import { ownerByName, policiesAt, setPolicy, type PolicyChange } from './policies.server.ts';
import { archiveGroup } from './roles.ts';
import type { Viewer } from './viewer.ts';

/**
 * Records that someone joins or leaves a group, for an administrator of the group or of the archive.
 * @throws LookbackError `access/not-allowed`, `access/nothing-changes`, `access/last-administrator`, and what
 * `setMembership` throws.
 */
export async function decideMembership(
	database: Database,
	viewer: Viewer,
	change: MembershipChange,
	now: Instant
): Promise<Sealed | null> {
	const { group, person, role, isMember, knownAt } = change;
	assertMay(viewer, 'administrator', group);
	const held = await membershipsAt(database, knownAt, newestOfAll, { group, people: [person] });
	const since = held.find((one) => one.role === role)?.known_at;
	if ((since !== undefined) === isMember)
		throw nothingChanges(
			since === undefined
				? `${person} does not belong to ${group} as ${role} at ${formatInstant(knownAt)}.`
				: `${person} belongs to ${group} as ${role} already, since ${formatInstant(since)}.`
		);
	if (!isMember && group === archiveGroup && role === 'administrator')
		await assertNotLast(database, viewer, person, now);
	return setMembership(database, change, viewer.name, now);
}

/** What its owner wishes for a collection; what is left out stays as it is. */
export type PolicyWish = Omit<PolicyChange, 'owner' | 'title'> & {
	readonly owner?: string;
	readonly title?: string;
};

/**
 * Records who may see a collection, for an administrator of the group that owns it now; only administrators of the
 * archive give it to another. Whether there is such a collection is not told to others.
 * @throws LookbackError `access/not-allowed`, `access/nothing-changes`, and what `setPolicy` throws.
 */
export async function decidePolicy(
	database: Database,
	viewer: Viewer,
	wish: PolicyWish,
	now: Instant
): Promise<Sealed | null> {
	const { name, knownAt } = wish;
	assertMayWrite(viewer);
	const ownerNow = (await policyOf(database, name, now))?.owner ?? ownerByName(name);
	if (!may(viewer, 'administrator', ownerNow))
		throw new LookbackError(
			'forbidden',
			'access/not-allowed',
			`This wants the role administrator in the group that owns ${name}, which ${viewer.name} does not have.`,
			{ name }
		);
	const before = await policyOf(database, name, knownAt);
	const owner = wish.owner ?? before?.owner ?? ownerNow;
	if (owner !== ownerNow) assertMay(viewer, 'administrator', archiveGroup);
	if (wish.policy !== 'group' && !viewer.isAdministrator && (await holdsRetellings(database, name)))
		throw new LookbackError(
			'forbidden',
			'access/retold',
			`${name} holds what its contributors told again of other groups' sources, which its group alone may see; an administrator of the archive may open it.`,
			{ name }
		);
	assertGroupName(owner);
	const change = { ...wish, owner, title: wish.title ?? before?.title ?? name };
	if (before && isSame(before, change))
		throw nothingChanges(
			`That is the policy of ${name} already, as known at ${formatInstant(before.known_at)}.`
		);
	return setPolicy(database, change, viewer.name, now);
}

async function policyOf(database: Database, name: string, at: Instant) {
	return (await policiesAt(database, at, newestOfAll)).find((one) => one.name === name);
}

type InForce = NonNullable<Awaited<ReturnType<typeof policyOf>>>;

function isSame(before: InForce, change: PolicyChange): boolean {
	return (
		before.owner === change.owner &&
		before.policy === change.policy &&
		before.public_from === change.publicFrom &&
		before.public_after_months === change.publicAfterMonths &&
		before.title === change.title &&
		before.known_at <= change.knownAt
	);
}

function nothingChanges(sentence: string): LookbackError {
	return new LookbackError('conflict', 'access/nothing-changes', sentence);
}
