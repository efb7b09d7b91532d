import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';

/** The instant a notice's text names; months and days may have one digit (`2008-8-25T21:08:50Z`). Null for no date:
 * those are common in real notices (`2023-512--1076359880T00:01:05.28`). */
export function readTime(text: string): Instant | null {
	try {
		return parseInstant(
			text
				.trim()
				.replace(
					/^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/,
					(_, y: string, m: string, d: string) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
				)
		);
	} catch (error) {
		if (error instanceof LookbackError && error.code === 'sky/bad-time') return null;
		throw error;
	}
}
