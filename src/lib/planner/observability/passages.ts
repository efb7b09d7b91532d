import type { Sight } from '#lib/sky/sight.ts';
import type { Instant } from '#lib/sky/time.ts';
import { altitudeAtLeast } from './rules.ts';
import type { Span } from './time-rule.ts';
import { windows } from './windows.ts';

/** When a target comes up, goes down and crosses the meridian above the pole, each within a span, to the second. */
export interface Passages {
	readonly rises: readonly Instant[];
	readonly sets: readonly Instant[];
	readonly transits: readonly Instant[];
}

/** Passages of a target; it rises and sets at an altitude without refraction. Nothing passes for a satellite. */
export function passages(sight: Sight, span: Span, altitudeDeg = 0): Passages {
	if (!sight.from.place) return { rises: [], sets: [], transits: [] };
	const up = windows(altitudeAtLeast(altitudeDeg), sight, span);
	return {
		rises: up.filter((one) => one.opensBy !== null).map((one) => one.from),
		sets: up.filter((one) => one.closesBy !== null).map((one) => one.to),
		transits: transits(sight, span)
	};
}

const second = 1_000_000;
/** Source: mean sidereal turning of 2000.0, IERS Conventions (2010), chapter 5. */
const degPerSec = 360 / 86_164.0905;

function transits(sight: Sight, { from, to }: Span): Instant[] {
	const found: Instant[] = [];
	for (let t: number = from; ;) {
		const hourAngle = sight.hourAngleDeg(t as Instant);
		const next = t + (((360 - hourAngle) % 360) / degPerSec) * second;
		const passing = Math.round(next / second) * second;
		if (passing > to) return found;
		if (passing >= from) found.push(passing as Instant);
		t = next + 3600 * second;
	}
}
