import { LookbackError } from '#lib/errors.ts';

/** A moment in UTC: whole microseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX). */
export type Instant = number & { readonly __brand: 'Instant' };

/** Length of a POSIX day in microseconds. */
export const microsecondsPerDay = 86_400_000_000;

/**
 * The Instant a number of microseconds since 1970 is, rounded to a whole one (a half goes to the later).
 * Instants reach as far as whole microseconds are exact in a double, 1684-07-28 to 2255-06-05.
 * @throws LookbackError `sky/bad-time` for anything beyond, and for NaN.
 */
export function instantFromUnixMicroseconds(microseconds: number | bigint): Instant {
	const whole = Math.round(Number(microseconds));
	if (!Number.isSafeInteger(whole))
		throw new LookbackError(
			'incorrect',
			'sky/bad-time',
			`The time is ${microseconds} microseconds from 1970-01-01T00:00:00Z, and only times between 1684-07-28 and 2255-06-05 can be kept.`,
			{ microseconds: String(microseconds) }
		);
	// No negative zero: Object.is and JSON comparisons of equal instants must agree.
	return (whole + 0) as Instant;
}

/** The Instant of a count of milliseconds since 1970, as `Date.now()` gives it. */
export function instantFromUnixMilliseconds(milliseconds: number): Instant {
	return instantFromUnixMicroseconds(milliseconds * 1000);
}

/** ISO 8601 in UTC, `2019-10-01T20:59:00Z`, with a fraction of up to six digits only where there is one. */
export function formatInstant(t: Instant): string {
	const seconds = Math.floor(t / 1_000_000);
	const fraction = t - seconds * 1_000_000;
	const digits = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`.replace(/0+$/, '');
	return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${digits}Z`;
}
