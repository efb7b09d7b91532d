import { microsecondsPerDay } from './time.ts';

const unitMicroseconds: Readonly<Record<string, number>> = {
	s: 1_000_000,
	m: 60_000_000,
	h: 3_600_000_000,
	d: microsecondsPerDay,
	w: 7 * microsecondsPerDay
};

const pattern = /^(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)$/i;

/** Microseconds, maybe with a fraction, of a length of time such as `90s`, `2 h` or `1.5 days`; null for anything else. */
export function parseDuration(text: string): number | null {
	const match = pattern.exec(text.trim());
	return match ? Number(match[1]) * unitMicroseconds[match[2]![0]!.toLowerCase()]! : null;
}
