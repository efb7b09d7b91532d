import { LookbackError } from '#lib/errors.ts';
import { taiMinusUtc } from '#lib/sky/leap-seconds.ts';
import { instantFromUnixMicroseconds, microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

/** MJD of 1970-01-01T00:00:00. */
export const unixEpochMjd = 40587;
/** JD of 1970-01-01T00:00:00. */
export const unixEpochJd = 2440587.5;
/** GPS time stands still against TAI: TAI - GPS = 19 s. Epoch 1980-01-06 (IS-GPS-200). */
const gpsEpochTaiMicroseconds = Date.UTC(1980, 0, 6) * 1000 + 19_000_000;

/**
 * The Instant of a Julian date in UTC, to the nearest microsecond.
 * A double holds a present-day JD in steps of 40 microseconds.
 * @throws LookbackError `sky/bad-time` outside 1684 to 2255, and for NaN.
 */
export function instantFromJdUtc(jdUtc: number): Instant {
	return instantFromUnixMicroseconds(microsecondsFromDays(jdUtc - unixEpochJd));
}

/** The Instant of a modified Julian date (JD - 2400000.5) in UTC, to the nearest microsecond. */
export function instantFromMjdUtc(mjdUtc: number): Instant {
	return instantFromUnixMicroseconds(microsecondsFromDays(mjdUtc - unixEpochMjd));
}

/**
 * The Instant of a modified Julian date in TAI, as Rubin gives its `midpointMjdTai`, to the nearest microsecond.
 * @throws LookbackError `sky/time-before-1972` before 1972-01-01 UTC, when UTC was not whole seconds from TAI.
 */
export function instantFromMjdTai(mjdTai: number): Instant {
	return utcFromTai(microsecondsFromDays(mjdTai - unixEpochMjd));
}

/** The Instant of a GPS time in seconds since 1980-01-06, as gravitational-wave alerts give it. */
export function instantFromGps(gpsSec: number): Instant {
	return utcFromTai(gpsEpochTaiMicroseconds + gpsSec * 1_000_000);
}

/** Julian date in UTC; a double holds it to 40 microseconds. */
export function jdUtcOf(t: Instant): number {
	return daysAfter(unixEpochJd, t);
}

/** Modified Julian date in UTC; a double holds it to 0.6 microseconds until 2038. */
export function mjdUtcOf(t: Instant): number {
	return daysAfter(unixEpochMjd, t);
}

/** Modified Julian date in TAI; @throws LookbackError `sky/time-before-1972` before 1972-01-01 UTC. */
export function mjdTaiOf(t: Instant): number {
	const offset = taiMinusUtc.find(({ from }) => t >= from) ?? refuseBefore1972(t);
	return daysAfter(unixEpochMjd, t + offset.microseconds);
}

/** Within a leap second (23:59:60.x) the Instant is 00:00:00.x of the day that follows, as POSIX has it. */
function utcFromTai(taiMicroseconds: number): Instant {
	if (Number.isNaN(taiMicroseconds)) return instantFromUnixMicroseconds(taiMicroseconds);
	const offset =
		taiMinusUtc.find(({ from, microseconds }) => taiMicroseconds >= from + microseconds) ??
		refuseBefore1972(taiMicroseconds);
	return instantFromUnixMicroseconds(taiMicroseconds - offset.microseconds);
}

function refuseBefore1972(microseconds: number): never {
	throw new LookbackError(
		'incorrect',
		'sky/time-before-1972',
		`The time is ${microseconds} microseconds from 1970-01-01, and TAI or GPS times convert to UTC from 1972-01-01 on.`,
		{ microseconds }
	);
}

/** Whole days and the rest apart: one multiplication of them together would cost a quarter of a microsecond. */
function microsecondsFromDays(days: number): number {
	const whole = Math.floor(days);
	return whole * microsecondsPerDay + Math.round((days - whole) * microsecondsPerDay);
}

function daysAfter(epoch: number, microseconds: number): number {
	const whole = Math.floor(microseconds / microsecondsPerDay);
	return epoch + whole + (microseconds - whole * microsecondsPerDay) / microsecondsPerDay;
}
