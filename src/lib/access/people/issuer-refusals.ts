import { LookbackError, type ErrorKind } from '#lib/errors.ts';

/** Why a sign-in through an issuer ends without one. A browser is told by the code in its address, never by text. */
export const refusals = {
	'unknown-issuer': { kind: 'not-found', sentence: 'Nobody signs in through that issuer here.' },
	'issuer-unreachable': {
		kind: 'unavailable',
		sentence: 'The issuer does not answer at the moment; try again soon.'
	},
	'issuer-refused': {
		kind: 'unauthenticated',
		sentence: 'The issuer did not confirm who you are, so you are not signed in through it.'
	},
	'no-flow': {
		kind: 'unauthenticated',
		sentence: 'This browser has no sign-in under way that this answer belongs to; begin again.'
	},
	'flow-ended': {
		kind: 'unauthenticated',
		sentence: 'The issuer answered more than ten minutes after the sign-in began; begin again.'
	},
	'too-many-attempts': {
		kind: 'busy',
		sentence: 'Too many attempts to sign in were refused; try again in 15 minutes.'
	},
	'account-disabled': {
		kind: 'forbidden',
		sentence: 'The account of this identity is disabled; an administrator can enable it.'
	},
	'name-taken': {
		kind: 'conflict',
		sentence:
			'The account that would bear the name of this identity is not of this identity; ask an administrator.'
	},
	'identity-taken': {
		kind: 'conflict',
		sentence: 'This identity signs in to an account already, so it is not linked to yours.'
	},
	'link-wants-session': {
		kind: 'unauthenticated',
		sentence:
			'Linking an identity wants you to be signed in to your own account, from beginning to end; sign in first.'
	},
	'link-from-elsewhere': {
		kind: 'forbidden',
		sentence: 'Linking an identity begins on a page of this portal; begin it on the page of your account.'
	}
} as const satisfies Record<string, { kind: ErrorKind; sentence: string }>;
export type Refusal = keyof typeof refusals;

/** What the audit log keeps of a refusal: a machine's word for the reason, and whose account it concerns. */
export interface Circumstances {
	readonly reason?: string;
	readonly person?: string;
}

/** An error whose code is `access/<refusal>`. */
export function refused(refusal: Refusal, circumstances: Circumstances = {}): LookbackError {
	const { kind, sentence } = refusals[refusal];
	return new LookbackError(kind, `access/${refusal}`, sentence, { ...circumstances });
}

/** The refusal that something thrown is, or null. */
export function refusalOf(thrown: unknown): Refusal | null {
	const code = thrown instanceof LookbackError ? thrown.code.replace(/^access\//, '') : '';
	return readRefusal(code);
}

/** The refusal that an address names, or null. */
export function readRefusal(written: string | null): Refusal | null {
	return written !== null && Object.hasOwn(refusals, written) ? (written as Refusal) : null;
}
