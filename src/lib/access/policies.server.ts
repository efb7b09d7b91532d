import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { asOfQuery } from '#lib/db/as-of-query.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { hash63 } from '#lib/db/hash63.ts';
import { record, type Sealed } from '#lib/db/ledger.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { assertCollectionName } from './collection-name.ts';
import type { Policy } from './rights.ts';
import { membershipCollection } from './roles.ts';

/** A collection with the policy in force. */
export interface CollectionPolicy extends Policy {
	readonly title: string;
	readonly known_at: Instant;
}

/**
 * The policy of each collection as known at (`knownAt`, `batch`). One whose first policy came later has had that one
 * all along: a collection gets its policy with the first packet that is loaded, long after what the packet tells.
 */
export async function policiesAt(
	{ sql }: Database,
	knownAt: Instant,
	batch: bigint
): Promise<CollectionPolicy[]> {
	const collections = sql`array(select distinct name from collection_policy)`;
	return sql<CollectionPolicy[]>`
		with known as (
			select name, owner, policy, public_from, public_after_months, title, known_at
			from ${asOfQuery(sql, 'collection_policy', { knownAt, batch }, { collections, opening: new Map() })} p
		)
		select * from known
		union all
		(
			select distinct on (name) name, owner, policy, public_from, public_after_months, title, known_at
			from collection_policy
			where batch <= ${batch} and name not in (select name from known)
			order by name, known_at, batch, fact
		)
		order by name`;
}

/** Every decision about every collection that was recorded by `batch`. */
export function decisionsBy({ sql }: Database, batch: bigint): Promise<CollectionPolicy[]> {
	return sql<CollectionPolicy[]>`
		select name, owner, policy, public_from, public_after_months, title, known_at
		from collection_policy
		where batch <= ${batch}
		order by name, known_at, batch, fact`;
}

/** `lvc.circulars` belongs to the group `lvc` until somebody decides otherwise. */
export function ownerByName(collection: string): string {
	return collection.split('.')[0]!;
}

/** What an owner decides about a collection from `knownAt` on. */
export interface PolicyChange {
	readonly name: string;
	readonly owner: string;
	readonly policy: Policy['policy'];
	readonly publicFrom: Instant | null;
	readonly publicAfterMonths: number | null;
	readonly title: string;
	readonly knownAt: Instant;
}

const mostMonths = 1200;

const isWithin = (value: number, least: number, most: number) =>
	Number.isInteger(value) && value >= least && value <= most;

/** Records a policy. @throws LookbackError `access/bad-policy`, `access/bad-collection`. */
export async function setPolicy(
	database: Database,
	change: PolicyChange,
	actor: string,
	now: Instant
): Promise<Sealed | null> {
	const { name, owner, policy, publicFrom, publicAfterMonths, title, knownAt } = change;
	assertCollectionName(name);
	const wrong =
		name === membershipCollection
			? 'it holds who belongs where, which its group alone may see'
			: (policy === 'public-from') !== (publicFrom !== null)
				? 'public-from wants the moment from which, and no other policy takes one'
				: (policy === 'public-after') !== (publicAfterMonths !== null)
					? 'public-after wants a number of months, and no other policy takes one'
					: publicAfterMonths !== null && !isWithin(publicAfterMonths, 1, mostMonths)
						? `the months must be a whole number from 1 to ${mostMonths}; got ${publicAfterMonths}`
						: knownAt > now
							? 'a policy cannot be known in the future; public-from opens a collection then by itself'
							: null;
	if (wrong)
		throw new LookbackError('incorrect', 'access/bad-policy', `The policy of ${name} is wrong: ${wrong}.`, {
			name,
			policy
		});
	const [same] = await database.sql`
		select from collection_policy where name = ${name} and known_at = ${knownAt} limit 1`;
	if (same)
		throw new LookbackError(
			'conflict',
			'access/decided-already',
			`A policy of ${name} is on record as known at ${formatInstant(knownAt)}; another one wants another moment.`,
			{ name, knownAt }
		);
	const facts = new FactSet();
	facts.add('collection_policy', {
		name,
		owner,
		policy,
		public_from: publicFrom,
		public_after_months: publicAfterMonths,
		title,
		collection: name,
		known_at: knownAt,
		known_from: 'stated',
		// told at another moment it is another decision, even where it returns to an earlier one
		version: hash63(JSON.stringify([owner, policy, publicFrom, publicAfterMonths, title, knownAt])),
		packet: null
	});
	return record(database, { actor, kind: 'policy', note: '', segment: null }, facts);
}
