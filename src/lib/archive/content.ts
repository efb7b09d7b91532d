import { hash63 } from '#lib/db/hash63.ts';
import type { Instant } from '#lib/sky/time.ts';

/** Identity of a measurement for which its survey gives no id: never made of the flux, which may be revised. */
export function measurementKey(
	kind: string,
	observedAt: Instant,
	band: string | null,
	extra: string
): bigint {
	return hash63(`${kind}|${observedAt}|${band ?? ''}|${extra}`);
}
