import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { membershipsAt } from './members.server.ts';
import type { Account } from './people/accounts.server.ts';
import { isLive } from './people/sessions.server.ts';
import type { Role } from './roles.ts';

/** An account, what its person belongs to, and where they are let in without signing in again. */
export interface ListedPerson extends Account {
	/** Number of browsers that are signed in. */
	readonly browsers: number;
	/** When one of these was last used, to within an hour; null without any. */
	readonly last_used_at: Instant | null;
	/** Number of valid tokens. */
	readonly tokens: number;
	/** Groups they belong to now, with their roles there. */
	readonly groups: readonly { readonly name: string; readonly roles: readonly Role[] }[];
}

/** People with an account, by name, from behind `after` on; those alone whose name holds `part`, however it is capitalised. */
export async function listPeople(
	database: Database,
	{
		after,
		part,
		limit
	}: { readonly after: string | null; readonly part: string | null; readonly limit: number },
	now: Instant
): Promise<ListedPerson[]> {
	const { sql } = database;
	const people = await sql<Omit<ListedPerson, 'groups'>[]>`
		with listed as (
			select person, password is not null as has_password, made_at, disabled_at
			from account
			where (${after}::text is null or person > ${after}::text)
				and (${part}::text is null or position(lower(${part}::text) in lower(person)) > 0)
			order by person
			limit ${limit}
		)
		select person, has_password, made_at, disabled_at, browsers, last_used_at, tokens,
			array(select issuer from identity i where i.person = listed.person order by issuer) as issuers
		from listed
			cross join lateral (
				select count(*)::integer as browsers, max(s.last_used_at) as last_used_at
				from session s
				where s.person = listed.person and ${isLive(sql, now)}
			) as signed_in
			cross join lateral (
				select count(*)::integer as tokens
				from token t
				where t.person = listed.person and (revoked_at is null or revoked_at > ${now})
					and (expires_at is null or expires_at > ${now})
			) as valid
		order by person`;
	const memberships = await membershipsAt(database, now, newestOfAll, {
		people: people.map(({ person }) => person)
	});
	const held = Map.groupBy(memberships, ({ person }) => person);
	return people.map((one) => {
		const byGroup = Map.groupBy(held.get(one.person) ?? [], ({ group_name }) => group_name);
		return {
			...one,
			groups: [...byGroup].map(([name, own]) => ({ name, roles: own.map(({ role }) => role) }))
		};
	});
}
