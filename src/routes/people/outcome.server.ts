import { findAccount } from '#lib/access/people/accounts.server.ts';
import { isPersonName } from '#lib/access/people/names.ts';
import { listSessions } from '#lib/access/people/sessions.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { withParameters } from '#lib/ui/parts/links.ts';

/** What a form did, which the page it leads to says. */
export type Done = 'signed-out' | 'disabled' | 'enabled';
export interface Outcome {
	readonly done: Done;
	/** Null for the archive's own administrator. */
	readonly person: string | null;
}

/** The list that a form was sent from, to say there what it did. */
export function leadingBack(url: URL, { done, person }: Outcome): string {
	const action = [...url.searchParams.keys()].find((name) => name.startsWith('/')) ?? '';
	return withParameters(url, { [action]: null, done, person });
}

/** The outcome that an address tells, where it is so: anybody can write an address, and send it to an administrator. */
export async function outcomeAt(
	url: URL,
	database: Database,
	own: string,
	now: Instant
): Promise<Outcome | null> {
	const done = url.searchParams.get('done');
	const person = url.searchParams.get('person');
	if (done === 'signed-out' && person === null)
		return (await listSessions(database, null, own, now)).length === 0 ? { done, person } : null;
	if (person === null || !isPersonName(person)) return null;
	const account = await findAccount(database, person);
	if (!account) return null;
	const isOpen = account.disabled_at === null;
	if (done === 'disabled') return isOpen ? null : { done, person };
	if (done === 'enabled') return isOpen ? { done, person } : null;
	if (done !== 'signed-out') return null;
	return (await listSessions(database, person, own, now)).length === 0 ? { done, person } : null;
}
