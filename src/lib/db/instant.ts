import type { Instant } from '#lib/sky/time.ts';

/**
 * Reads PostgreSQL's text of a `timestamptz` in a session whose TimeZone is UTC: `2019-10-01 20:59:00.123456+00`. Digit by
 * digit: cut into texts, the moments of a long light curve take as long as all of its numbers.
 */
export function instantFromPostgres(text: string): Instant {
	if (text === 'infinity') return Infinity as Instant;
	if (text === '-infinity') return -Infinity as Instant;
	const year = digitsOf(text, 0, 4);
	const milliseconds = Date.UTC(
		year,
		digitsOf(text, 5, 2) - 1,
		digitsOf(text, 8, 2),
		digitsOf(text, 11, 2),
		digitsOf(text, 14, 2),
		digitsOf(text, 17, 2)
	);
	// Date.UTC takes a year of two digits for one of the last century
	const whole = year < 100 ? new Date(milliseconds).setUTCFullYear(year) : milliseconds;
	if (text[19] !== '.') return (whole * 1000) as Instant;
	const length = text.indexOf('+', 20) - 20;
	return (whole * 1000 + digitsOf(text, 20, length) * 10 ** (6 - length)) as Instant;
}

const zero = '0'.charCodeAt(0);

/** The number that some digits of a text write. */
function digitsOf(text: string, from: number, length: number): number {
	let value = 0;
	for (let at = from; at < from + length; at++) value = 10 * value + text.charCodeAt(at) - zero;
	return value;
}
