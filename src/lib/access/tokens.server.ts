import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { audited, type Actor } from './audit.server.ts';
import { newSecret, secretDigest } from './secrets.server.ts';

/** What is kept of a token: never its text. */
export interface Token {
	readonly label: string;
	/** Whose rights it carries; null for the archive's own administrator. */
	readonly person: string | null;
	readonly may_write: boolean;
	/** Groups whose rights it carries; null: all of its person's. */
	readonly groups: readonly string[] | null;
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
	const sha256 = secretDigest(text ?? '');
	const [token] = await sql<Token[]>`
		select label, person, may_write, groups, made_at, expires_at, revoked_at, last_used_at
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
		values (${secretDigest(text)}, ${label}, ${now})
		on conflict do nothing`;
}

/** Makes a token of a person; the answer is its text, which nobody can find out again. */
export async function makeToken(
	database: Database,
	token: Pick<Token, 'label' | 'may_write' | 'groups' | 'expires_at'> & { readonly person: string },
	actor: Actor,
	now: Instant
): Promise<string> {
	const { person, label, may_write, groups, expires_at } = token;
	if (label.length === 0 || label.length > 100)
		throw bad(`the label wants 1 to 100 characters; got ${label.length}`);
	if (expires_at !== null && expires_at <= now)
		throw bad(`it must end later than now; got ${formatInstant(expires_at)}`);
	const text = `lookback_${newSecret()}`;
	const made = { act: 'token-made', person, detail: label } as const;
	await audited(database, actor, made, now, async (tx) => {
		await tx`
			insert into token (sha256, label, person, may_write, groups, made_at, expires_at)
			values (${secretDigest(text)}, ${label}, ${person}, ${may_write}, ${groups as string[] | null}, ${now},
				${expires_at})`;
	});
	return text;
}

/** Every token, or a person's. */
export function listTokens({ sql }: Database, person: string | null = null): Promise<Token[]> {
	return sql<Token[]>`
		select label, person, may_write, groups, made_at, expires_at, revoked_at, last_used_at
		from token
		where ${person}::text is null or person = ${person}::text
		order by made_at, label`;
}

/** Revokes the valid tokens of this person and label. @throws LookbackError `access/unknown-token` where there is none. */
export function revokeTokens(
	database: Database,
	person: string,
	label: string,
	actor: Actor,
	now: Instant
): Promise<number> {
	return audited(database, actor, { act: 'token-revoked', person, detail: label }, now, async (tx) => {
		const revoked = await tx`
			update token set revoked_at = ${now}
			where person = ${person} and label = ${label} and (revoked_at is null or revoked_at > ${now})
			returning label`;
		if (revoked.length > 0) return revoked.length;
		throw new LookbackError('not-found', 'access/unknown-token', `${person} has no valid token '${label}'.`, {
			person,
			label
		});
	});
}

function bad(why: string): LookbackError {
	return new LookbackError('incorrect', 'access/bad-token-wish', `The token cannot be made: ${why}.`);
}
