import { LookbackError } from '#lib/errors.ts';
import type { Sight } from '#lib/sky/sight.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Rule } from './constraint.ts';

/**
 * How fast an altitude, an azimuth on the horizon or an hour angle can change at most, in degrees a second: a little more
 * than the sky turns, which is by 0.004178.
 */
export const turningDegPerSec = 0.0043;

const degree = Math.PI / 180;

/** A rule about horizon or night, which holds in orbit, where there is neither. */
export function onGround(name: string, marginSec: Rule['marginSec'], isOfPlace = false): Rule {
	return {
		kind: 'rule',
		name,
		isOfPlace,
		marginSec: (sight, at) => (sight.from.place ? marginSec(sight, at) : Infinity)
	};
}

/** From how far inside something is, and how fast that can change: at zero it is inside. */
export function seconds(excess: number, perSecond: number): number {
	return excess === 0 ? Number.MIN_VALUE : excess / perSecond;
}

/** What the moment of a crossing may be off by, and altitudes so near that it may be on the other side of now. */
const crossingErrorSec = 0.1;
const nearDeg = 1e-5;

/**
 * Seconds for which a target is certain to stay above an altitude in degrees, or negative below it: to when it crosses it, since
 * within a day an altitude goes by the cosine of the hour angle. At the altitude itself it is above.
 */
export function aboveSec(sight: Sight, at: Instant, altitudeDeg: number): number {
	const aboveDeg = sight.altitudeDeg(at) - altitudeDeg;
	const bySpeed = seconds(aboveDeg, turningDegPerSec);
	if (Math.abs(aboveDeg) < nearDeg) return bySpeed;
	const crossing = sight.secondsToAltitude(at, Math.sin(altitudeDeg * degree)) - crossingErrorSec;
	return Math.sign(aboveDeg) * Math.max(Math.abs(bySpeed), crossing);
}

export function always(isInside: boolean): number {
	return isInside ? Infinity : -Infinity;
}

/** @throws LookbackError `planner/bad-constraint` for a value out of its range. */
export function checkRange(what: string, value: number, from: number, to: number, unit: string): void {
	if (!(value >= from && value <= to))
		throw new LookbackError(
			'incorrect',
			'planner/bad-constraint',
			`The constraint's ${what} is ${value}; it must be between ${from} and ${to} ${unit}.`,
			{ what, value: String(value) }
		);
}
