import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { audited, type Actor } from './audit.server.ts';
import { assertOwnName } from './names.ts';
import { assertGoodPassword, hashPassword } from './passwords.server.ts';

/** Somebody who may sign in. */
export interface Account {
	readonly person: string;
	readonly has_password: boolean;
	readonly made_at: Instant;
	readonly disabled_at: Instant | null;
	/** Issuers of OpenID Connect through which they may sign in. */
	readonly issuers: readonly string[];
}

export function listAccounts({ sql }: Database): Promise<Account[]> {
	return sql<Account[]>`
		select person, password is not null as has_password, made_at, disabled_at,
			array(select issuer from identity i where i.person = a.person order by issuer) as issuers
		from account a
		order by person`;
}

/** A person's account, or null. */
export async function findAccount({ sql }: Database, person: string): Promise<Account | null> {
	const [account] = await sql<Account[]>`
		select person, password is not null as has_password, made_at, disabled_at,
			array(select issuer from identity i where i.person = a.person order by issuer) as issuers
		from account a
		where person = ${person}`;
	return account ?? null;
}

/**
 * Makes an account, which by itself may see what the public sees; whoever an issuer names gets theirs by signing in.
 * @throws LookbackError `access/bad-name`, `access/weak-password`, `access/account-exists`.
 */
export async function makeAccount(
	database: Database,
	{ person, password }: { readonly person: string; readonly password: string | null },
	actor: Actor,
	now: Instant
): Promise<void> {
	assertOwnName(person);
	const kept = password === null ? null : await checkedHash(password, person);
	const noted = { act: 'account-made', person, detail: kept === null ? '' : 'with a password' } as const;
	await audited(database, actor, noted, now, async (tx) => {
		const made = await tx`
			insert into account (person, password, made_at) values (${person}, ${kept}, ${now})
			on conflict do nothing returning person`;
		if (made.length === 0)
			throw new LookbackError('conflict', 'access/account-exists', `${person} has an account already.`, {
				person
			});
	});
}

/** Gives a person a new password; their sessions and links end, their tokens stay. @throws LookbackError `access/weak-password`, `access/unknown-account`. */
export async function setPassword(
	database: Database,
	person: string,
	password: string,
	actor: Actor,
	now: Instant
): Promise<void> {
	const kept = await checkedHash(password, person);
	await audited(database, actor, { act: 'password-set', person, detail: '' }, now, async (tx) => {
		const set = await tx`update account set password = ${kept} where person = ${person} returning person`;
		if (set.length === 0) throw unknown(person);
		await tx`delete from session where person = ${person}`;
		await tx`delete from link where person = ${person}`;
	});
}

/** Keeps a person out (sessions and tokens end), or lets them in again. @throws LookbackError `access/unknown-account`. */
export async function setDisabled(
	database: Database,
	person: string,
	isDisabled: boolean,
	actor: Actor,
	now: Instant
): Promise<void> {
	const act = isDisabled ? 'account-disabled' : 'account-enabled';
	await audited(database, actor, { act, person, detail: '' }, now, async (tx) => {
		const at = isDisabled ? now : null;
		const set = await tx`update account set disabled_at = ${at} where person = ${person} returning person`;
		if (set.length === 0) throw unknown(person);
		if (!isDisabled) return;
		await tx`delete from session where person = ${person}`;
		await tx`delete from link where person = ${person}`;
		await tx`
			update token set revoked_at = ${now}
			where person = ${person} and (revoked_at is null or revoked_at > ${now})`;
	});
}

async function checkedHash(password: string, person: string): Promise<string> {
	await assertGoodPassword(password, person);
	return hashPassword(password);
}

function unknown(person: string): LookbackError {
	return new LookbackError('not-found', 'access/unknown-account', `${person} has no account here.`, {
		person
	});
}
