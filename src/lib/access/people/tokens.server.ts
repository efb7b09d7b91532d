import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { audited, localActor, type Actor } from './audit.server.ts';
import { assertGroupName, assertPersonName } from './names.ts';
import { newSecret, secretDigest } from './secrets.server.ts';

/** What is kept of a token: never its text. */
export interface Token {
	readonly label: string;
	/** Whose rights it carries; null for the archive's own administrator. */
	readonly person: string | null;
	readonly may_write: boolean;
	/** Groups whose rights it carries; null: all of its person's. */
	readonly groups: readonly string[] | null;
	/** The one calendar that it opens, and nothing else; null: it is sent by programs, in an `Authorization` header. */
	readonly calendar: string | null;
	readonly made_at: Instant;
	readonly expires_at: Instant | null;
	readonly revoked_at: Instant | null;
	/** To within an hour. */
	readonly last_used_at: Instant | null;
}

const hour = 3_600_000_000;
/** No tabs and ends of lines: labels stand in lists and in the audit log. */
const labelForm = /^[^\p{Cc}\p{Cs}\u2028\u2029]{1,100}$/u;

/** The token in an `Authorization` header. @throws LookbackError `access/bad-token`, also where its person's account is disabled. */
export async function heldToken(database: Database, authorization: string, now: Instant): Promise<Token> {
	const text = /^(?:Bearer|Token)\s+(\S+)$/i.exec(authorization)?.[1];
	const token = text === undefined ? null : await validToken(database, text, false, now);
	if (token) return token;
	throw new LookbackError(
		'unauthenticated',
		'access/bad-token',
		'The Authorization header holds no token that is valid here; it wants "Bearer <token>".'
	);
}

/**
 * The token in the address of a calendar: whose calendar, and which. @throws LookbackError `access/no-calendar`, the same whether it
 * never was one, was revoked, has expired, or its person's account is disabled.
 */
export async function heldCalendar(
	database: Database,
	secret: string,
	now: Instant
): Promise<{ readonly person: string; readonly calendar: string }> {
	const token = await validToken(database, secret, true, now);
	if (token) return { person: token.person!, calendar: token.calendar! };
	throw noCalendar();
}

/** What is said of the address of a calendar that opens none, whyever: who has it need not be its person. */
export function noCalendar(): LookbackError {
	return new LookbackError(
		'not-found',
		'access/no-calendar',
		'This address opens no calendar: it never did, was revoked, has expired, or its person may not see any more what it opened. Addresses of calendars are made on the page of an account.'
	);
}

/** A valid token by its text, and of what it is for: the one is none where the other is asked for. */
async function validToken(
	{ sql }: Database,
	text: string,
	isCalendar: boolean,
	now: Instant
): Promise<Token | null> {
	const sha256 = secretDigest(text);
	const [token] = await sql<Token[]>`
		select label, person, may_write, groups, calendar, made_at, expires_at, revoked_at, last_used_at
		from token
		where sha256 = ${sha256} and (calendar is not null) = ${isCalendar} and (revoked_at is null or revoked_at > ${now})
			and (expires_at is null or expires_at > ${now})
			and not exists (select from account a where a.person = token.person and a.disabled_at is not null)`;
	if (!token) return null;
	if (token.last_used_at === null || token.last_used_at < now - hour)
		await sql`update token set last_used_at = ${now} where sha256 = ${sha256}`;
	return token;
}

/**
 * Lets whoever holds `text` in as the archive's administrator; only its SHA-256 is kept. Doing it again changes nothing;
 * with another text, the one that had this label ends.
 */
export async function admitToken(
	database: Database,
	text: string,
	label: string,
	now: Instant
): Promise<void> {
	const [known] = await database.sql`select from token where sha256 = ${secretDigest(text)}`;
	if (known) return;
	const noted = { act: 'token-made', person: null, detail: label } as const;
	await audited(database, localActor, noted, now, async (tx) => {
		await tx`
			update token set revoked_at = ${now}
			where person is null and label = ${label} and (revoked_at is null or revoked_at > ${now})`;
		await tx`
			insert into token (sha256, label, made_at)
			values (${secretDigest(text)}, ${label}, ${now})
			on conflict do nothing`;
	});
}

/**
 * Makes a token of a person; the answer is its text, which nobody can find out again.
 * @throws LookbackError `access/bad-token-wish`, `access/token-exists` for a label that a valid token of theirs has.
 */
export function makeToken(
	database: Database,
	token: Pick<Token, 'label' | 'may_write' | 'groups' | 'expires_at'> & { readonly person: string },
	actor: Actor,
	now: Instant
): Promise<string> {
	return recordToken(database, { ...token, calendar: null }, actor, now);
}

/**
 * Makes a token that opens one calendar of a person's, with what they may see whenever it is asked for; the answer is the secret of
 * its address. @throws as `makeToken`.
 */
export function makeCalendar(
	database: Database,
	wish: Pick<Token, 'label' | 'expires_at'> & { readonly person: string; readonly calendar: string },
	actor: Actor,
	now: Instant
): Promise<string> {
	return recordToken(database, { ...wish, may_write: false, groups: null }, actor, now);
}

async function recordToken(
	database: Database,
	token: Pick<Token, 'label' | 'may_write' | 'groups' | 'calendar' | 'expires_at'> & {
		readonly person: string;
	},
	actor: Actor,
	now: Instant
): Promise<string> {
	const { person, label, may_write, groups, calendar, expires_at } = token;
	assertPersonName(person);
	for (const group of groups ?? []) assertGroupName(group);
	if (!labelForm.test(label))
		throw bad(`the label wants 1 to 100 characters of one line; got ${label.length} characters`);
	if (expires_at !== null && expires_at <= now)
		throw bad(`it must end later than now; got ${formatInstant(expires_at)}`);
	const text = calendar === null ? `lookback_${newSecret()}` : newSecret();
	const detail = calendar === null ? label : `${label} (calendar ${calendar})`;
	await audited(database, actor, { act: 'token-made', person, detail }, now, async (tx) => {
		const [same] = await tx`
			select from token
			where person = ${person} and label = ${label} and (revoked_at is null or revoked_at > ${now})
				and (expires_at is null or expires_at > ${now})
			limit 1`;
		if (same)
			throw new LookbackError(
				'conflict',
				'access/token-exists',
				`${person} has a valid token '${label}' already; another wants another label.`,
				{ person, label }
			);
		await tx`
			insert into token (sha256, label, person, may_write, groups, calendar, made_at, expires_at)
			values (${secretDigest(text)}, ${label}, ${person}, ${may_write}, ${groups as string[] | null}, ${calendar},
				${now}, ${expires_at})`;
	});
	return text;
}

/** Every token, or a person's. */
export function listTokens({ sql }: Database, person: string | null = null): Promise<Token[]> {
	return sql<Token[]>`
		select label, person, may_write, groups, calendar, made_at, expires_at, revoked_at, last_used_at
		from token
		where ${person}::text is null or person = ${person}::text
		order by made_at, label`;
}

/** Revokes the valid tokens of this person and label. @throws LookbackError `access/unknown-token` where there is none. */
export async function revokeTokens(
	database: Database,
	person: string,
	label: string,
	actor: Actor,
	now: Instant
): Promise<number> {
	const unknown = new LookbackError(
		'not-found',
		'access/unknown-token',
		`${person} has no valid token '${label.slice(0, 100).toWellFormed()}'.`
	);
	if (!labelForm.test(label)) throw unknown;
	return audited(database, actor, { act: 'token-revoked', person, detail: label }, now, async (tx) => {
		const revoked = await tx`
			update token set revoked_at = ${now}
			where person = ${person} and label = ${label} and (revoked_at is null or revoked_at > ${now})
			returning label`;
		if (revoked.length === 0) throw unknown;
		return revoked.length;
	});
}

function bad(why: string): LookbackError {
	return new LookbackError('incorrect', 'access/bad-token-wish', `The token cannot be made: ${why}.`);
}
