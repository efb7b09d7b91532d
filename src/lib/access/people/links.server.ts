import { LookbackError } from '#lib/errors.ts';
import type { Database, Transaction } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { audited, type Actor } from './audit.server.ts';
import { newSecret, secretDigest } from './secrets.server.ts';
import type { SignIn } from './sessions.server.ts';

const day = 86_400_000_000;

/**
 * Makes the secret of a link that signs `person` in once within a day; null is the archive's own administrator. Earlier
 * links of the same person end.
 * @throws LookbackError `access/unknown-account` for a person without an account that is open.
 */
export async function makeLink(
	database: Database,
	person: string | null,
	actor: Actor,
	now: Instant
): Promise<string> {
	const secret = newSecret();
	await audited(database, actor, { act: 'link-made', person, detail: '' }, now, async (tx) => {
		await assertOpen(tx, person);
		await tx`delete from link where person is not distinct from ${person} or expires_at < ${now}`;
		await tx`
			insert into link (sha256, person, made_at, expires_at)
			values (${secretDigest(secret)}, ${person}, ${now}, ${(now + day) as Instant})`;
	});
	return secret;
}

async function assertOpen(tx: Transaction, person: string | null): Promise<void> {
	if (person === null) return;
	const [account] = await tx`
		select from account where person = ${person} and disabled_at is null for share`;
	if (!account)
		throw new LookbackError(
			'not-found',
			'access/unknown-account',
			`${person} has no account here that is open, so no link would sign anybody in.`,
			{ person }
		);
}

/**
 * Whom a link signs in, once: whose session is opened by it uses it up.
 * @throws LookbackError `access/bad-link` where it was used, has ended or never was.
 */
export async function followLink({ sql }: Database, secret: string, now: Instant): Promise<SignIn> {
	const sha256 = secretDigest(secret);
	const [link] = await sql<{ person: string | null }[]>`
		select person from link
		where sha256 = ${sha256} and expires_at > ${now}
			and (person is null or person in (select person from account where disabled_at is null))`;
	if (!link)
		throw new LookbackError(
			'unauthenticated',
			'access/bad-link',
			'This link was used, has ended or never was.'
		);
	const stillHolds = async (tx: Transaction) =>
		(await tx`delete from link where sha256 = ${sha256} returning person`).length === 1;
	return { person: link.person, stillHolds };
}
