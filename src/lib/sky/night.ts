import {
	Body,
	Equator,
	Horizon,
	Observer,
	SearchAltitude,
	SearchHourAngle,
	SearchRiseSet,
	type AstroTime
} from 'astronomy-engine';
import type { Place } from '#lib/sky/observatories.ts';
import { astroTime } from '#lib/sky/sun-moon.ts';
import { instantFromUnixMilliseconds, type Instant } from '#lib/sky/time.ts';

/** When the Sun's middle sinks below an altitude in the evening, and comes back above it in the morning. */
export interface Twilight {
	readonly altitudeDeg: number;
	/** Null where the Sun does not pass the altitude within 12 hours of the middle of the night. */
	readonly dusk: Instant | null;
	readonly dawn: Instant | null;
}

/** A night at a place: from sunset to sunrise around the Sun's lowest. */
export interface Night {
	/** When the Sun is lowest. */
	readonly middle: Instant;
	readonly sunset: Twilight;
	readonly civil: Twilight;
	readonly nautical: Twilight;
	readonly astronomical: Twilight;
	/** When the Moon is up, within 12 hours of the middle. */
	readonly moonUp: readonly { readonly from: Instant; readonly to: Instant }[];
}

/** The Sun's middle at sunrise and sunset: refraction of 34 arcmin and its radius of 16, by convention. */
const horizonDeg = -0.833;
const halfDay = 0.5;

/** The night that is going on at a moment, or else the next one to come. */
export function nightAt(at: Instant, place: Place): Night {
	const observer = new Observer(place.latDeg, place.lonDeg, place.heightM);
	const now = astroTime(at);
	const earlier = SearchHourAngle(Body.Sun, observer, 12, now.AddDays(-halfDay)).time;
	const sunrise = twilight(observer, earlier, horizonDeg).dawn;
	const isOver = sunrise !== null ? sunrise <= at : instantOf(earlier.AddDays(halfDay)) <= at;
	const middle = isOver ? SearchHourAngle(Body.Sun, observer, 12, earlier.AddDays(0.1)).time : earlier;
	return {
		middle: instantOf(middle),
		sunset: twilight(observer, middle, horizonDeg),
		civil: twilight(observer, middle, -6),
		nautical: twilight(observer, middle, -12),
		astronomical: twilight(observer, middle, -18),
		moonUp: moonUp(observer, middle)
	};
}

/** Altitude of the middle of the Sun above the horizon of a place, without refraction, in degrees. */
export function sunAltitudeDeg(at: Instant, place: Place): number {
	const observer = new Observer(place.latDeg, place.lonDeg, place.heightM);
	const time = astroTime(at);
	const { ra, dec } = Equator(Body.Sun, time, observer, true, true);
	return Horizon(time, observer, ra, dec).altitude;
}

function twilight(observer: Observer, middle: AstroTime, altitudeDeg: number): Twilight {
	const crossing = (direction: 1 | -1, from: AstroTime) =>
		SearchAltitude(Body.Sun, observer, direction, from, halfDay, altitudeDeg);
	return {
		altitudeDeg,
		dusk: orNull(crossing(-1, middle.AddDays(-halfDay))),
		dawn: orNull(crossing(1, middle))
	};
}

function moonUp(observer: Observer, middle: AstroTime): { from: Instant; to: Instant }[] {
	const [start, end] = [middle.AddDays(-halfDay), middle.AddDays(halfDay)];
	const next = (direction: 1 | -1, from: AstroTime) =>
		SearchRiseSet(Body.Moon, observer, direction, from, 2 * halfDay);
	const up: { from: Instant; to: Instant }[] = [];
	const firstSet = next(-1, start);
	const firstRise = next(1, start);
	const wasUp = firstSet !== null ? !firstRise || firstSet.ut < firstRise.ut : isMoonUp(observer, start);
	for (let from: AstroTime | null = wasUp ? start : firstRise; from && from.ut < end.ut;) {
		const set = next(-1, from);
		const to = set && set.ut < end.ut ? set : end;
		up.push({ from: instantOf(from), to: instantOf(to) });
		from = next(1, to);
	}
	return up;
}

function isMoonUp(observer: Observer, time: AstroTime): boolean {
	const { ra, dec } = Equator(Body.Moon, time, observer, true, true);
	return Horizon(time, observer, ra, dec).altitude > 0;
}

function orNull(time: AstroTime | null): Instant | null {
	return time && instantOf(time);
}

/** To the second: no prediction of a sunset is better. */
function instantOf(time: AstroTime): Instant {
	return instantFromUnixMilliseconds(Math.round(time.date.getTime() / 1000) * 1000);
}
