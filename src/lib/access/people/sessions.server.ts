import type postgres from 'postgres';
import type { Database, Sql, Transaction } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { audited, type Actor } from './audit.server.ts';
import { newSecret, secretDigest } from './secrets.server.ts';

const hour = 3_600_000_000;
/** A session ends so long after its last use, or after its beginning, whichever comes first. */
const lasts = { idle: 7 * 24 * hour, whole: 30 * 24 * hour };

/** How somebody came in. */
export type Way = 'password' | 'link' | `issuer ${string}`;

/** Somebody who showed a password or a link. */
export interface SignIn {
	/** Null: the archive's own administrator. */
	readonly person: string | null;
	/** Whether it still holds in the transaction that lets them in; a link is used up by this. */
	readonly stillHolds: (tx: Transaction) => Promise<boolean>;
}

/** A browser that is signed in. */
export interface Session {
	/** Null: the archive's own administrator. */
	readonly person: string | null;
	readonly way: Way;
	readonly address: string | null;
	readonly made_at: Instant;
	readonly expires_at: Instant;
	/** To within an hour. */
	readonly last_used_at: Instant;
}

/**
 * Signs a browser in; the answer is the secret for its cookie, which nobody can find out again. Whoever changes a
 * password, or disables an account, at this moment comes before, and nobody is let in, or after, and ends the session.
 * @throws LookbackError `access/sign-in-ended`.
 */
export async function openSession(
	database: Database,
	person: string | null,
	way: Way,
	address: string | null,
	now: Instant,
	stillHolds: SignIn['stillHolds'] = () => Promise.resolve(true)
): Promise<{ secret: string; expiresAt: Instant }> {
	const secret = newSecret();
	const expiresAt = (now + lasts.whole) as Instant;
	const actor = { name: person ?? 'administrator', address };
	await audited(database, actor, { act: 'sign-in', person, detail: way }, now, async (tx) => {
		const [account] = await tx<{ isOpen: boolean }[]>`
			select disabled_at is null as "isOpen" from account where person = ${person} for share`;
		if (account?.isOpen === false || !(await stillHolds(tx))) throw ended();
		await tx`delete from session where expires_at < ${now} or last_used_at < ${(now - lasts.idle) as Instant}`;
		await tx`
			insert into session (sha256, person, way, address, made_at, expires_at, last_used_at)
			values (${secretDigest(secret)}, ${person}, ${way}, ${address}, ${now}, ${expiresAt}, ${now})`;
	});
	return { secret, expiresAt };
}

function ended(): LookbackError {
	return new LookbackError(
		'unauthenticated',
		'access/sign-in-ended',
		'What you signed in with changed or ended at this very moment; sign in again.'
	);
}

/** The condition for rows of `session` that have not ended. */
export function isLive(sql: Sql, now: Instant): postgres.Fragment {
	return sql`expires_at > ${now} and last_used_at > ${(now - lasts.idle) as Instant}`;
}

/** The session of a cookie; null where it has ended, or its account is disabled. */
export async function heldSession({ sql }: Database, secret: string, now: Instant): Promise<Session | null> {
	const sha256 = secretDigest(secret);
	const [session] = await sql<Session[]>`
		select s.person, way, address, s.made_at, expires_at, last_used_at
		from session s left join account a on a.person = s.person
		where sha256 = ${sha256} and ${isLive(sql, now)}
			and (s.person is null or a.disabled_at is null)`;
	if (!session) return null;
	if (session.last_used_at < now - hour)
		await sql`update session set last_used_at = ${now} where sha256 = ${sha256}`;
	return session;
}

/** Signs this browser out. */
export async function endSession(
	database: Database,
	secret: string,
	actor: Actor,
	now: Instant
): Promise<void> {
	const session = await heldSession(database, secret, now);
	if (!session) return;
	const noted = { act: 'sign-out', person: session.person, detail: '' } as const;
	await audited(database, actor, noted, now, async (tx) => {
		await tx`delete from session where sha256 = ${secretDigest(secret)}`;
	});
}

/** Signs a person out everywhere; the answer is how many browsers that were. */
export function endSessions(
	database: Database,
	person: string | null,
	actor: Actor,
	now: Instant
): Promise<number> {
	const noted = { act: 'sign-out-everywhere', person, detail: '' } as const;
	return audited(database, actor, noted, now, async (tx) => {
		const ended = await tx`delete from session where person is not distinct from ${person} returning person`;
		return ended.length;
	});
}

/** A browser, and whether it is the one that asks. */
export type ListedSession = Session & { readonly is_own: boolean };

/** The browsers in which a person is signed in, the last used first; `own` is the secret of the one that asks. */
export function listSessions(
	{ sql }: Database,
	person: string | null,
	own: string,
	now: Instant
): Promise<ListedSession[]> {
	return sql<ListedSession[]>`
		select person, way, address, made_at, expires_at, last_used_at, sha256 = ${secretDigest(own)} as is_own
		from session
		where person is not distinct from ${person} and ${isLive(sql, now)}
		order by last_used_at desc`;
}
