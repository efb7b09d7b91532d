import { Sight } from '#lib/sky/sight.ts';
import type { Standpoint } from '#lib/sky/standpoint.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { sunAltitudeAtMost } from './rules.ts';
import type { Span } from './time-rule.ts';
import { windows, type Window } from './windows.ts';

/** When the Sun is so low at a place, within a span; all of it for a satellite. */
export function darkWindows(from: Standpoint, span: Span, sunAltitudeMaxDeg: number): Window[] {
	// The Sun's height does not depend on where one looks.
	const anywhere = new Sight(from, { raDeg: 0, decDeg: 0 });
	return windows(sunAltitudeAtMost(sunAltitudeMaxDeg), anywhere, span);
}

const minute = 60_000_000;

/** In a sentence that a place has no night within a span, with how low the Sun comes; null where it has one. */
export function noNight(from: Standpoint, span: Span, sunAltitudeMaxDeg: number): string | null {
	if (!from.place || darkWindows(from, span, sunAltitudeMaxDeg).length > 0) return null;
	let lowest = Infinity;
	for (let t: number = span.from; t <= span.to; t += minute)
		lowest = Math.min(lowest, from.sunAltitudeDeg(t as Instant));
	return `There is no night from ${formatInstant(span.from)} to ${formatInstant(span.to)}: the Sun comes down to ${lowest.toFixed(1)} deg, and ${sunAltitudeMaxDeg} deg are asked for.`;
}
