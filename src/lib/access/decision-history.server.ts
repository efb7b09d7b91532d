import type { Instant } from '#lib/sky/time.ts';
import type { Asked } from './collections.server.ts';
import type { GroupPage } from './groups.server.ts';
import { policyInWords } from './policy-words.ts';
import type { Policy } from './rights.ts';
import type { Role } from './roles.ts';

/** Something that was decided about a group: who belongs to it, or who may see a collection of its. */
export interface Decision {
	readonly known_at: Instant;
	readonly batch: bigint;
	readonly fact: number;
	/** The person, or the collection. */
	readonly about: string;
	/** `joins as reader`, `leaves as reader`, `is seen by everyone`. */
	readonly what: string;
}

/** What was decided about a group until the basis, the latest first; of members only where they are not withheld. */
export async function decisionsAbout(
	{ database: { sql }, basis: { knownAt, batch } }: Asked,
	{ name, collections, members_withheld }: Omit<GroupPage, 'members'>
): Promise<Decision[]> {
	type Told<Row> = Row & Omit<Decision, 'about' | 'what'>;
	const [memberships, policies] = await Promise.all([
		members_withheld
			? []
			: sql<Told<{ person: string; role: Role; is_member: boolean }>[]>`
				select person, role, is_member, known_at, batch, fact
				from membership
				where group_name = ${name} and known_at <= ${knownAt} and batch <= ${batch}`,
		// the policy that a collection's name says is nobody's decision
		sql<Told<Policy>[]>`
			select name, owner, policy, public_from, public_after_months, known_at, batch, fact
			from collection_policy
			where name = any(${collections.map((one) => one.name)}::text[]) and known_from <> 'assumed'
				and known_at <= ${knownAt} and batch <= ${batch}`
	]);
	const decided = [
		...memberships.map(({ person, role, is_member, ...when }) => ({
			...when,
			about: person,
			what: `${is_member ? 'joins' : 'leaves'} as ${role}`
		})),
		...policies.map(({ known_at, batch, fact, ...policy }) => ({
			known_at,
			batch,
			fact,
			about: policy.name,
			what: `is seen by ${policyInWords(policy)}${policy.owner === name ? '' : `; belongs to ${policy.owner}`}`
		}))
	];
	return decided.sort((a, b) => b.known_at - a.known_at || Number(b.batch - a.batch) || b.fact - a.fact);
}
