import { LookbackError } from '#lib/errors.ts';
import type { Database, Transaction } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { note } from './audit.server.ts';
import { isPersonName } from './names.ts';
import { isPassword } from './passwords.server.ts';
import { secretDigest } from './secrets.server.ts';
import type { SignIn } from './sessions.server.ts';

const minute = 60_000_000;
const windowMinutes = 15;
/** Attempts that wait for the one before them; each takes about 40 ms. */
const mostWaiting = 50;
/** More than any name or password has. */
const mostCharacters = 1000;
/** Refused attempts within the window after which no more are looked at. */
const most = { ofPersonAtAddress: 5, ofPerson: 50, ofAddress: 30 };

/**
 * The person who signs in with a password; refusals count. Whoever is unknown, disabled or without a password is
 * answered like one whose password is wrong, after the same time.
 * @throws LookbackError `access/sign-in-refused`, `access/too-many-attempts`.
 */
export function signInWithPassword(
	database: Database,
	tried: { readonly person: string; readonly password: string },
	address: string,
	now: Instant
): Promise<SignIn & { readonly person: string }> {
	return inTurn(() => attempt(database, tried, address, now));
}

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** One attempt after the other, so that each sees the refusals before it, and guessing fills no memory. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	if (waiting >= mostWaiting) throw tooMany('Too many people are signing in at this moment; try again soon.');
	waiting++;
	const turn = last.then(work, work).finally(() => waiting--);
	last = turn.catch(() => {});
	return turn;
}

async function attempt(
	database: Database,
	{ person, password }: { readonly person: string; readonly password: string },
	address: string,
	now: Instant
): Promise<SignIn & { readonly person: string }> {
	const name = person.slice(0, mostCharacters).normalize('NFKC');
	await assertNotGuessing(database, name, address, now);
	const account = isPersonName(name) ? await accountOf(database, name) : undefined;
	const isRight = await isPassword(password.slice(0, mostCharacters), account?.password ?? null);
	if (isRight && account!.isOpen)
		return { person: name, stillHolds: (tx) => isStill(tx, name, account!.password) };
	if (!account) strangers.push({ name: digestOf(name), address, at: now });
	// what stands in the name's place may be a password: only the names of accounts are kept
	const noted = { act: 'sign-in-refused', person: account ? name : null, detail: 'password' } as const;
	await note(database, { name: 'anonymous', address }, noted, now);
	throw new LookbackError(
		'unauthenticated',
		'access/sign-in-refused',
		'Nobody signs in with that name and password here.'
	);
}

/** What is kept of a password has a salt of its own: it changes whenever the password is set, were it to the same. */
async function isStill(tx: Transaction, person: string, kept: string | null): Promise<boolean> {
	return (await tx`select from account where person = ${person} and password = ${kept}`).length === 1;
}

async function accountOf({ sql }: Database, person: string) {
	const [account] = await sql<{ password: string | null; isOpen: boolean }[]>`
		select password, disabled_at is null as "isOpen" from account where person = ${person}`;
	return account;
}

/**
 * Refusals of names that are nobody's, which count like others': else who is told to wait would know that there is an
 * account. They are in memory alone, by digest.
 */
let strangers: { readonly name: string; readonly address: string; readonly at: Instant }[] = [];
const digestOf = (name: string) => secretDigest(name).toString('base64');

async function assertNotGuessing({ sql }: Database, person: string, address: string, now: Instant) {
	const since = (now - windowMinutes * minute) as Instant;
	strangers = strangers.filter(({ at }) => at > since);
	const digest = digestOf(person);
	const alike = strangers.filter(({ name }) => name === digest);
	const alikeHere = alike.filter((one) => one.address === address);
	const name = isPersonName(person) ? person : null;
	const [refused] = await sql<[{ ofPersonAtAddress: number; ofPerson: number; ofAddress: number }]>`
		select count(*) filter (where person = ${name}::text and address = ${address})::integer
				+ ${alikeHere.length}::integer as "ofPersonAtAddress",
			count(*) filter (where person = ${name}::text)::integer + ${alike.length}::integer as "ofPerson",
			count(*) filter (where address = ${address})::integer as "ofAddress"
		from audit
		where act = 'sign-in-refused' and detail = 'password' and at > ${since}`;
	const isTooMuch = Object.entries(most).some(([name, count]) => refused[name as keyof typeof most] >= count);
	if (isTooMuch)
		throw tooMany(
			`Too many attempts to sign in were refused; try again in ${windowMinutes} minutes, or ask an administrator for a link.`
		);
}

function tooMany(sentence: string): LookbackError {
	return new LookbackError('busy', 'access/too-many-attempts', sentence);
}
