import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { accountOf } from '#lib/api/told-account.ts';

const most = 10_000;

/**
 * Whose the credentials are with which something was done here before. It is for limits alone: what a request may do is found out
 * anew each time, and credentials that were made up are nobody's, so that they are counted by their network address.
 */
export class KnownAccounts {
	/** By digest of the credential, the longest unused first. */
	readonly #accounts = new Map<string, string>();

	/** The account to which a request's credential was found to belong; null where that is not known. */
	of(request: IncomingMessage): string | null {
		const digest = digestOf(request);
		const account = digest === null ? undefined : this.#accounts.get(digest);
		if (account === undefined) return null;
		this.#keep(digest!, account);
		return account;
	}

	/** Remembers what was found out of a request that is answered; a credential that is nobody's any more is forgotten. */
	learn(request: IncomingMessage): void {
		const digest = digestOf(request);
		if (digest === null) return;
		const account = accountOf(request);
		if (account === null) this.#accounts.delete(digest);
		else this.#keep(digest, account);
	}

	#keep(digest: string, account: string): void {
		this.#accounts.delete(digest);
		this.#accounts.set(digest, account);
		if (this.#accounts.size > most) this.#accounts.delete(this.#accounts.keys().next().value!);
	}
}

/** Whether a request shows who sends it, truly or not: a token, or the cookie of a session. */
export function showsCredential(request: IncomingMessage): boolean {
	return credentialOf(request) !== null;
}

function credentialOf({ headers }: IncomingMessage): string | null {
	const cookie = /(?:^|; *)((?:__Host-)?lookback_session=[^; ]+)/.exec(headers.cookie ?? '')?.[1];
	return headers.authorization ?? cookie ?? null;
}

function digestOf(request: IncomingMessage): string | null {
	const credential = credentialOf(request);
	return credential === null ? null : hash('sha256', credential);
}
