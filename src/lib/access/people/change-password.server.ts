import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { findAccount, setPassword } from './accounts.server.ts';
import { signInWithPassword } from './sign-in.server.ts';

/**
 * Gives a person the password they wish for, on the word of the old one if there is one; their sessions end.
 * @throws LookbackError `access/wrong-password`, `access/weak-password`, `access/too-many-attempts`.
 */
export async function changePassword(
	database: Database,
	{ person, old, wished }: { readonly person: string; readonly old: string; readonly wished: string },
	address: string,
	now: Instant
): Promise<void> {
	const account = await findAccount(database, person);
	if (account?.has_password) await assertOwn(database, { person, password: old }, address, now);
	await setPassword(database, person, wished, { name: person, address }, now);
}

/** Guesses count as they do at the sign-in. */
async function assertOwn(
	database: Database,
	tried: { readonly person: string; readonly password: string },
	address: string,
	now: Instant
): Promise<void> {
	try {
		await signInWithPassword(database, tried, address, now);
	} catch (error) {
		if (!(error instanceof LookbackError) || error.code !== 'access/sign-in-refused') throw error;
		throw new LookbackError('forbidden', 'access/wrong-password', 'The old password is another one.');
	}
}
