import { hash } from 'node:crypto';
import type { Instant } from '#lib/sky/time.ts';

/** First 63 bits of the SHA-256 of a text: a positive `bigint` for identities that carry no number of their own. */
export function hash63(text: string): bigint {
	// by way of hexadecimal: making a Buffer takes three times as long as the digest itself
	return BigInt(`0x${hash('sha256', text, 'hex').slice(0, 16)}`) >> 1n;
}

/** Identity of a measurement for which its survey gives no id: never made of the flux, which may be revised. */
export function measurementKey(
	kind: string,
	observedAt: Instant,
	band: string | null,
	extra: string
): bigint {
	return hash63(`${kind}|${observedAt}|${band ?? ''}|${extra}`);
}
