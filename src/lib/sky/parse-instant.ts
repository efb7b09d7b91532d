import { LookbackError } from '#lib/errors.ts';
import { parseDuration } from '#lib/sky/duration.ts';
import { followsLeapSecond } from '#lib/sky/leap-seconds.ts';
import { unixEpochJd, unixEpochMjd } from '#lib/sky/time-scales.ts';
import { instantFromUnixMicroseconds, microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

/**
 * The Instant that a text names:
 * - ISO 8601: `2019-10-01`, `2019-10-01T20:59`, `2019-10-01 20:59:00.123456+02:00`; UTC where no offset stands;
 * - modified Julian date in UTC: `MJD 58757.87`, or the bare number between 15000 and 90000;
 * - Julian date in UTC: `JD 2458758.37`, or the bare number between 2400000 and 2500000;
 * - with `now` given: `now`, `3 d ago`, `2h ago` (s, min, h, d, w, or the words);
 * - with `origin` given, the beginning of what a page is about: `T0`, `T0+2h`, `T0 - 1.5 d`.
 *
 * Digits past the microsecond are rounded, a half to the later one. A leap second, 23:59:60 on a day that had
 * one, is the first second of the next day.
 * @throws LookbackError `sky/bad-time` for anything else.
 */
export function parseInstant(text: string, now?: Instant, origin?: Instant): Instant {
	if (text.length > longestText)
		throw badTime(`${text.slice(0, longestText)}…`, `has more than ${longestText} characters`);
	const trimmed = text.trim();
	const instant =
		parseIso(trimmed) ?? parseJulian(trimmed) ?? parseAgo(trimmed, now) ?? parseSinceOrigin(trimmed, origin);
	if (instant === null) throw badTime(text, 'is not a time');
	if (!Number.isSafeInteger(Math.round(instant)))
		throw badTime(text, 'is not between 1684-07-28 and 2255-06-05');
	return instantFromUnixMicroseconds(instant);
}

/** No time is longer, and the patterns below take time that grows with the cube of the length. */
const longestText = 100;

const written = /^\d{4}-\d{1,2}-|^m?jd\b|^now$|\bago$/i;

/**
 * The Instant of a text that a person wrote into a box for anything, or null where it is not the writing of a time; a
 * bare number is one where it lies in the range of Julian dates. @throws LookbackError `sky/bad-time` for a time that
 * does not exist, such as 2019-02-30.
 */
export function parseWrittenInstant(text: string, now: Instant): Instant | null {
	const trimmed = text.trim();
	if (written.test(trimmed)) return parseInstant(trimmed, now);
	return /^\d{5}\.?\d*$|^\d{7}\.?\d*$/.test(trimmed) && parseJulian(trimmed) !== null
		? parseInstant(trimmed)
		: null;
}

const iso =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)? ?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

function parseIso(text: string): number | null {
	const match = iso.exec(text);
	if (!match) return null;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map((field) => Number(field ?? 0));
	const fits = (name: string, value: number, from: number, to: number): void => {
		if (value < from || value > to)
			throw badTime(text, `has ${name} ${value}, which is not between ${from} and ${to}`);
	};
	fits('year', year!, 1684, 2255);
	fits('month', month!, 1, 12);
	fits('day', day!, 1, new Date(Date.UTC(year!, month!, 0)).getUTCDate());
	fits('hour', hour!, 0, 23);
	fits('minute', minute!, 0, 59);
	fits('second', second!, 0, 60);
	const whole =
		Date.UTC(year!, month! - 1, day, hour, minute, second) * 1000 - offsetMicroseconds(text, match[8]);
	if (second === 60 && !followsLeapSecond(whole))
		throw badTime(text, 'has second 60, and UTC had no leap second there');
	return whole + fractionMicroseconds(match[7] ?? '');
}

function offsetMicroseconds(text: string, offset: string | undefined): number {
	const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset ?? '');
	if (!match) return 0;
	const hours = Number(match[2]);
	const minutes = Number(match[3] ?? 0);
	if (hours > 23 || minutes > 59) throw badTime(text, `has the offset ${offset}, which is not within 23:59`);
	return (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000_000;
}

/** From the digits themselves, so that nothing hangs on a double's binary fraction. */
function fractionMicroseconds(digits: string): number {
	const roundsUp = (digits[6] ?? '0') >= '5';
	return Number(digits.slice(0, 6).padEnd(6, '0')) + (roundsUp ? 1 : 0);
}

function parseJulian(text: string): number | null {
	const match = /^(?:(M?JD)\s*)?(\d{1,7})(\.\d*)?$/i.exec(text);
	if (!match) return null;
	const days = Number(match[2]);
	const scale = match[1]?.toUpperCase() ?? bareScale(Number(match[2] + (match[3] ?? '')));
	if (scale === null) return null;
	const start = (days - (scale === 'JD' ? unixEpochJd : unixEpochMjd)) * microsecondsPerDay;
	// The fraction apart from the days: a double holds a JD in one piece only to 40 microseconds.
	return start + Math.round(Number(`0${match[3] ?? ''}`) * microsecondsPerDay);
}

function bareScale(value: number): 'JD' | 'MJD' | null {
	if (value >= 15_000 && value <= 90_000) return 'MJD';
	return value >= 2_400_000 && value <= 2_500_000 ? 'JD' : null;
}

function parseAgo(text: string, now: Instant | undefined): number | null {
	if (/^now$/i.test(text)) return now ?? null;
	const [, length] = /^(.+)\sago$/i.exec(text) ?? [];
	const duration = length === undefined ? null : parseDuration(length);
	return duration === null || now === undefined ? null : now - duration;
}

/** A plus may come as a blank: that is how addresses write blanks. */
const sinceOrigin = /^T0(?:\s*([+\u2212-]|\s)\s*(.+))?$/i;

function parseSinceOrigin(text: string, origin: Instant | undefined): number | null {
	const match = sinceOrigin.exec(text);
	if (!match) return null;
	const [, sign, length] = match;
	const duration = length === undefined ? 0 : parseDuration(length);
	if (duration === null) return null;
	if (origin === undefined)
		throw badTime(
			text,
			'counts from T0, which the page of an event, an object or a story has, and this has not'
		);
	return sign === '-' || sign === '\u2212' ? origin - duration : origin + duration;
}

/** What a text counts from, so that it names another instant another day or on another page; null where from nothing. */
export function countsFrom(text: string): 'now' | 'T0' | null {
	if (/^\s*T0/i.test(text)) return 'T0';
	return /\b(now|ago)\s*$/i.test(text) ? 'now' : null;
}

function badTime(text: string, why: string): LookbackError {
	const wanted =
		'ISO 8601 (2019-10-01T20:59:00Z), a modified Julian date (MJD 58757.87) or a Julian date (JD 2458758.37), all UTC';
	return new LookbackError(
		'incorrect',
		'sky/bad-time',
		`The time '${text}' ${why}; it may be ${wanted}, or, where a present is known, 'now' or '3 d ago', and 'T0+2h' where there is a T0.`,
		{ text }
	);
}
