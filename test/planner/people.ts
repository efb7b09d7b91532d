import { setMembership } from '#lib/access/members.server.ts';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import type { Role } from '#lib/access/roles.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { present, type SmallArchive } from '../support/archive.ts';

/** People with a role in a group each; the answer asks as one of them, or as nobody. */
export async function peopleOf(
	archive: Pick<SmallArchive, 'database' | 'store' | 'software'>,
	people: readonly (readonly [person: string, group: string, role: Role])[]
) {
	const { database } = archive;
	const by = { name: 'test', address: null };
	const tokens = new Map<string, string>();
	for (const [person, group, role] of people) {
		await makeAccount(database, { person, password: null }, by, present);
		const knownAt = parseInstant('2015-01-01T00:00:00Z');
		await setMembership(database, { group, person, role, isMember: true, knownAt }, 'test', present);
		const scope = { person, label: person, may_write: true, groups: null, expires_at: null };
		tokens.set(person, `Bearer ${await makeToken(database, scope, by, present)}`);
	}
	return (person: string | null, now: Instant = present) => {
		const authorization = person === null ? null : tokens.get(person)!;
		return callerOf(contextOf(() => archive, { authorization, session: null }, now));
	};
}
