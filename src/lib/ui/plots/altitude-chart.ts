import type { AltitudeStep } from '#lib/planner/facilities/altitudes.ts';
import { altitudeOfAirmass } from '#lib/sky/airmass.ts';
import type { Instant } from '#lib/sky/time.ts';

/** How a target goes over the sky of a night, in a plot of 100 by 100: x over the night, y from 90 degrees down to 0. */
export interface AltitudeTrack {
	/** The letter that stands on it. */
	readonly mark: string;
	readonly name: string;
	readonly subject: string | null;
	/** SVG path of what is above the horizon; '' for nothing. */
	readonly path: string;
	/** Where the mark stands; null where it is never up. */
	readonly markAt: { readonly x: number; readonly y: number } | null;
	/** When it stands highest while the Sun is low; null where it is not up then. */
	readonly best: Highest | null;
}

export interface Highest {
	readonly at: Instant;
	readonly altitudeDeg: number;
	readonly airmass: number;
	readonly moonDistanceDeg: number;
}

/** A scale for those who think in airmass: from the left it is degrees. */
export const airmassTicks = [1.2, 1.5, 2, 3].map((airmass) => ({
	airmass,
	y: 100 - altitudeOfAirmass(airmass) / 0.9
}));

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** `sunAtMostDeg` is how low the Sun must be for a target to be of use. */
export function trackOf(
	target: { readonly name: string; readonly subject: string | null },
	steps: readonly AltitudeStep[],
	number: number,
	sunAtMostDeg = -12
): AltitudeTrack {
	const highest = (ones: readonly AltitudeStep[]) =>
		ones.reduce<AltitudeStep | null>(
			(best, one) => (one.altitude_deg > (best?.altitude_deg ?? 0) ? one : best),
			null
		);
	const best = highest(steps.filter((one) => one.sun_altitude_deg <= sunAtMostDeg));
	const top = best ?? highest(steps);
	return {
		mark: letters[number % letters.length]!,
		...target,
		path: pathAbove(steps, (step) => step.altitude_deg),
		markAt: top && { x: placeOf(steps, top.at), y: heightOf(top.altitude_deg) },
		best: best && {
			at: best.at,
			altitudeDeg: best.altitude_deg,
			airmass: best.airmass!,
			moonDistanceDeg: best.moon_distance_deg
		}
	};
}

/** The Moon's way, of any target's steps. */
export function moonPath(steps: readonly AltitudeStep[]): string {
	return pathAbove(steps, (step) => step.moon_altitude_deg);
}

/** A line through what is above the horizon, cut where it goes below. */
function pathAbove(steps: readonly AltitudeStep[], of: (step: AltitudeStep) => number): string {
	let path = '';
	let isUp = false;
	for (const step of steps) {
		if (of(step) >= 0) path += `${isUp ? 'L' : 'M'}${placeOf(steps, step.at)},${heightOf(of(step))}`;
		isUp = of(step) >= 0;
	}
	return path;
}

function placeOf(steps: readonly AltitudeStep[], at: Instant): number {
	const [from, to] = [steps[0]!.at, steps.at(-1)!.at];
	return round((100 * (at - from)) / (to - from));
}

function heightOf(altitudeDeg: number): number {
	return round(100 - altitudeDeg / 0.9);
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
