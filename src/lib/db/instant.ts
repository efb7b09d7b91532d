import type { Instant } from '#lib/sky/time.ts';

/** Reads PostgreSQL's text of a `timestamptz` in a session whose TimeZone is UTC: `2019-10-01 20:59:00.123456+00`. */
export function instantFromPostgres(text: string): Instant {
	if (text === 'infinity') return Infinity as Instant;
	if (text === '-infinity') return -Infinity as Instant;
	const [whole = '', fraction = ''] = text.replace('+00', '').split('.');
	const seconds = Date.parse(`${whole.replace(' ', 'T')}Z`) / 1000;
	return (seconds * 1e6 + Number(fraction.padEnd(6, '0'))) as Instant;
}
