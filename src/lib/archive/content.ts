import { hash } from 'node:crypto';
import type { Instant } from '#lib/sky/time.ts';

/** First 63 bits of the SHA-256 of a text: a positive `bigint` for identities that carry no number of their own. */
export function hash63(text: string): bigint {
	return hash('sha256', text, 'buffer').readBigUInt64BE(0) >> 1n;
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
