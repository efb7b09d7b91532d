import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { asOfQuery } from '#lib/db/as-of-query.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { hash63 } from '#lib/db/hash63.ts';
import { record, type Sealed } from '#lib/db/ledger.server.ts';
import { membershipCollection, roles, type Role } from './roles.ts';
import { assertGroupName, assertPersonName } from './people/names.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

export interface Membership {
	readonly group_name: string;
	readonly person: string;
	readonly role: Role;
	/** Since when this was known. */
	readonly known_at: Instant;
}

/** Who belonged to which group as known at (`knownAt`, `batch`); of some people or a group alone, where these are given. */
export function membershipsAt(
	{ sql }: Database,
	knownAt: Instant,
	batch: bigint,
	{
		people = null,
		group = null
	}: { readonly people?: readonly string[] | null; readonly group?: string | null } = {}
): Promise<Membership[]> {
	return sql<Membership[]>`
		select group_name, person, role, known_at
		from ${asOfQuery(sql, 'membership', { knownAt, batch }, { collections: [membershipCollection], opening: new Map() })} m
		where is_member and (${people as string[] | null}::text[] is null or person = any(${people as string[] | null}::text[]))
			and (${group}::text is null or group_name = ${group}::text)
		order by group_name, person, role`;
}

export interface MembershipChange {
	readonly group: string;
	readonly person: string;
	readonly role: Role;
	readonly isMember: boolean;
	readonly knownAt: Instant;
}

/** Records that someone joins or leaves a group. @throws LookbackError `access/bad-membership`. */
export async function setMembership(
	database: Database,
	change: MembershipChange,
	actor: string,
	now: Instant
): Promise<Sealed | null> {
	const { group, person, role, isMember, knownAt } = change;
	assertGroupName(group);
	assertPersonName(person);
	const wrong = !roles.includes(role)
		? `the role must be one of ${roles.join(', ')}; got '${role}'`
		: knownAt > now
			? 'it cannot be known in the future'
			: null;
	if (wrong)
		throw new LookbackError('incorrect', 'access/bad-membership', `The membership is wrong: ${wrong}.`);
	const [same] = await database.sql`
		select from membership
		where group_name = ${group} and person = ${person} and role = ${role} and known_at = ${knownAt}
		limit 1`;
	if (same)
		throw new LookbackError(
			'conflict',
			'access/decided-already',
			`Whether ${person} belongs to ${group} as ${role} is on record as known at ${formatInstant(knownAt)}; another word wants another moment.`
		);
	const facts = new FactSet();
	facts.add('membership', {
		group_name: group,
		person,
		role,
		is_member: isMember,
		collection: membershipCollection,
		known_at: knownAt,
		known_from: 'stated',
		version: hash63(JSON.stringify([isMember, knownAt])),
		packet: null
	});
	return record(database, { actor, kind: 'membership', note: '', segment: null }, facts);
}

/** Who leaves a group, and as what, by the record of a batch; null where it records no such thing. */
export async function departureIn(
	{ sql }: Database,
	group: string,
	batch: bigint
): Promise<Pick<Membership, 'person' | 'role'> | null> {
	const [left] = await sql<Pick<Membership, 'person' | 'role'>[]>`
		select person, role from membership where batch = ${batch} and group_name = ${group} and not is_member limit 1`;
	return left ?? null;
}
