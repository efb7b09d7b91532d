import { hash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits that nobody can guess, as text. */
export function newSecret(): string {
	return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. */
export function secretDigest(text: string): Buffer {
	return hash('sha256', text, 'buffer');
}
