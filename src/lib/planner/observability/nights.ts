import { Sight } from '#lib/sky/sight.ts';
import type { Standpoint } from '#lib/sky/standpoint.ts';
import type { Instant } from '#lib/sky/time.ts';
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

/** How low the Sun comes at a place that has no night within a span, in degrees; null where it has one. */
export function sunWithoutNightDeg(from: Standpoint, span: Span, sunAltitudeMaxDeg: number): number | null {
	if (!from.place || darkWindows(from, span, sunAltitudeMaxDeg).length > 0) return null;
	let lowest = Infinity;
	for (let t: number = span.from; t <= span.to; t += minute)
		lowest = Math.min(lowest, from.sunAltitudeDeg(t as Instant));
	return lowest;
}
