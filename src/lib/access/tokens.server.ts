import { hash, randomBytes } from 'node:crypto';
import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';

/** What is kept of a token: never its text. */
export interface Token {
	readonly label: string;
	/** Whose rights it carries; null for the archive's own administrator. */
	readonly person: string | null;
	readonly may_write: boolean;
	readonly made_at: Instant;
	readonly expires_at: Instant | null;
	readonly revoked_at: Instant | null;
	/** To within an hour. */
	readonly last_used_at: Instant | null;
}

const hour = 3_600_000_000;

/** The token in an `Authorization` header. @throws LookbackError `access/bad-token`. */
export async function heldToken({ sql }: Database, authorization: string, now: Instant): Promise<Token> {
	const text = /^(?:Bearer|Token)\s+(\S+)$/i.exec(authorization)?.[1];
	const sha256 = hash('sha256', text ?? '', 'buffer');
	const [token] = await sql<Token[]>`
		select label, person, may_write, made_at, expires_at, revoked_at, last_used_at
		from token
		where sha256 = ${sha256} and (revoked_at is null or revoked_at > ${now})
			and (expires_at is null or expires_at > ${now})`;
	if (!text || !token) {
		throw new LookbackError(
			'unauthenticated',
			'access/bad-token',
			'The Authorization header holds no token that is valid here; it wants "Bearer <token>".'
		);
	}
	if (token.last_used_at === null || token.last_used_at < now - hour) {
		await sql`update token set last_used_at = ${now} where sha256 = ${sha256}`;
	}
	return token;
}

/** Lets whoever holds `text` in as the archive's administrator; only its SHA-256 is kept. Doing it again changes nothing. */
export async function admitToken(
	{ sql }: Database,
	text: string,
	label: string,
	now: Instant
): Promise<void> {
	await sql`
		insert into token (sha256, label, made_at)
		values (${hash('sha256', text, 'buffer')}, ${label}, ${now})
		on conflict do nothing`;
}

/** Makes a token of a person; the answer is its text, which nobody can find out again. */
export async function makeToken(
	{ sql }: Database,
	token: {
		readonly person: string;
		readonly label: string;
		readonly mayWrite: boolean;
		readonly expiresAt: Instant | null;
	},
	now: Instant
): Promise<string> {
	const text = `lookback_${randomBytes(32).toString('base64url')}`;
	await sql`
		insert into token (sha256, label, person, may_write, made_at, expires_at)
		values (${hash('sha256', text, 'buffer')}, ${token.label}, ${token.person}, ${token.mayWrite}, ${now},
			${token.expiresAt})`;
	return text;
}

export function listTokens({ sql }: Database): Promise<Token[]> {
	return sql<Token[]>`
		select label, person, may_write, made_at, expires_at, revoked_at, last_used_at
		from token
		order by made_at, label`;
}

/** Revokes the valid tokens of this person and label. @throws LookbackError `access/unknown-token` where there is none. */
export async function revokeTokens(
	{ sql }: Database,
	person: string,
	label: string,
	now: Instant
): Promise<number> {
	const revoked = await sql`
		update token set revoked_at = ${now}
		where person = ${person} and label = ${label} and (revoked_at is null or revoked_at > ${now})
		returning label`;
	if (revoked.length > 0) return revoked.length;
	throw new LookbackError('not-found', 'access/unknown-token', `${person} has no valid token '${label}'.`, {
		person,
		label
	});
}
