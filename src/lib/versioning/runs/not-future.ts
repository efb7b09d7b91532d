import type { Basis } from '#lib/archive/basis.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

/**
 * What is known at a moment to come cannot be told yet, and nothing can rest on it; the moment was given as a parameter.
 * @throws LookbackError `versioning/future-basis`.
 */
export function assertNotFuture({ knownAt }: Basis, now: Instant, parameter = 'known'): void {
	if (knownAt <= now) return;
	throw new LookbackError(
		'incorrect',
		'versioning/future-basis',
		`${parameter} is ${formatInstant(knownAt)}, which is still to come; it must be no later than now, ${formatInstant(now)}.`,
		{ [parameter]: formatInstant(knownAt), now: formatInstant(now) }
	);
}
