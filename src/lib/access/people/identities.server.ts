import { hash } from 'node:crypto';
import type { Database, Transaction } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { audited, type Actor } from './audit.server.ts';
import type { Identity, Issuer } from './issuers.server.ts';
import { refusalOf, refused } from './issuer-refusals.ts';

/**
 * Name of the account that an identity gets: `0000-0002-1825-0097@orcid.org`. A subject that cannot stand in a name (or
 * could be mistaken for what follows) is written as the first 32 hexadecimal digits of its SHA-256.
 */
export function nameOf({ subject, host }: Pick<Identity, 'subject' | 'host'>): string {
	// of ASCII alone: letters that look alike must not make two people look like one
	const isPlain = /^[a-z\d][a-z\d._@+-]*$/i.test(subject) && !/^[\da-f]{32}$/.test(subject);
	const name = `${subject}@${host}`;
	return isPlain && name.length <= 100 ? name : `${hash('sha256', subject).slice(0, 32)}@${host}`;
}

/**
 * The person behind an identity; whoever is unknown gets an account, with the rights of the public and of the groups
 * that its name was put into.
 * @throws LookbackError `access/account-disabled`, `access/name-taken`.
 */
export async function personOf(
	database: Database,
	issuer: Pick<Issuer, 'name'>,
	identity: Identity,
	address: string,
	now: Instant
): Promise<string> {
	const held = await heldIdentity(database, identity);
	const { person, isOpen } = held ?? (await newcomer(database, issuer, identity, address, now));
	if (!isOpen) throw refused('account-disabled', { person });
	return person;
}

/** Lets whoever is `identity` sign in as `person` from now on. @throws LookbackError `access/identity-taken`. */
export function linkIdentity(
	database: Database,
	person: string,
	issuer: Pick<Issuer, 'name'>,
	identity: Identity,
	actor: Actor,
	now: Instant
): Promise<void> {
	const detail = `issuer ${issuer.name}: ${nameOf(identity)}`;
	return audited(database, actor, { act: 'identity-linked', person, detail }, now, async (tx) => {
		if (!(await keep(tx, identity, person, now))) throw refused('identity-taken', { person });
	});
}

interface Held {
	readonly person: string;
	readonly isOpen: boolean;
}

async function heldIdentity({ sql }: Database, { issuer, subject }: Identity): Promise<Held | null> {
	const [held] = await sql<Held[]>`
		select person, disabled_at is null as "isOpen"
		from identity join account using (person)
		where issuer = ${issuer} and subject = ${subject}`;
	return held ?? null;
}

async function newcomer(
	database: Database,
	issuer: Pick<Issuer, 'name'>,
	identity: Identity,
	address: string,
	now: Instant
): Promise<Held> {
	const person = nameOf(identity);
	const noted = { act: 'account-made', person, detail: `issuer ${issuer.name}` } as const;
	try {
		await audited(database, { name: person, address }, noted, now, async (tx) => {
			const made = await tx`
				insert into account (person, made_at) values (${person}, ${now})
				on conflict do nothing returning person`;
			if (made.length === 0 || !(await keep(tx, identity, person, now))) throw refused('name-taken');
		});
		return { person, isOpen: true };
	} catch (error) {
		// the same person may have come in through another door at this moment
		const held = refusalOf(error) === 'name-taken' ? await heldIdentity(database, identity) : null;
		if (held) return held;
		throw error;
	}
}

/** Whether the identity was free. */
async function keep(
	tx: Transaction,
	{ issuer, subject }: Identity,
	person: string,
	now: Instant
): Promise<boolean> {
	const kept = await tx`
		insert into identity (issuer, subject, person, made_at)
		values (${issuer}, ${subject}, ${person}, ${now})
		on conflict do nothing returning person`;
	return kept.length > 0;
}
