import type { Direction } from '#lib/sky/direction.ts';
import type { Place } from '#lib/sky/observatories.ts';
import { dayNumber, sampledAt, skyDay, type SkyDay } from '#lib/sky/sky-day.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

const degree = Math.PI / 180;
/** WGS84. */
const equatorKm = 6378.137;
const flattening = 1 / 298.257223563;
const kmPerAu = 149_597_870.7;

/** Azimuth from north through east in [0, 360), altitude without refraction, hour angle to the west in (-180, 180]. */
export interface Horizontal {
	readonly altitudeDeg: number;
	readonly azimuthDeg: number;
	readonly hourAngleDeg: number;
}

/**
 * Where somebody looks at the sky from: a place on the Earth, or a satellite near it (`null`), for which Sun and Moon
 * stand where they do for the middle of the Earth. Altitudes are topocentric and without refraction.
 */
export class Standpoint {
	readonly place: Place | null;
	readonly sinLat: number;
	readonly cosLat: number;
	readonly #lonRad: number;
	/** From the Earth's axis, and above its equator. */
	readonly #axisAu: number;
	readonly #equatorAu: number;
	readonly #sun = new Float64Array(3);
	readonly #moon = new Float64Array(3);

	constructor(place: Place | null) {
		this.place = place;
		const { latDeg, lonDeg, heightM } = place ?? { latDeg: 0, lonDeg: 0, heightM: 0 };
		this.sinLat = Math.sin(latDeg * degree);
		this.cosLat = Math.cos(latDeg * degree);
		this.#lonRad = lonDeg * degree;
		const e2 = flattening * (2 - flattening);
		const n = equatorKm / Math.sqrt(1 - e2 * this.sinLat ** 2);
		const isOnEarth = place ? 1 : 0;
		this.#axisAu = (isOnEarth * (n + heightM / 1000) * this.cosLat) / kmPerAu;
		this.#equatorAu = (isOnEarth * (n * (1 - e2) + heightM / 1000) * this.sinLat) / kmPerAu;
	}

	/** Local apparent sidereal time in radians, not reduced to a turn. */
	siderealRad(day: SkyDay, at: Instant): number {
		return (
			day.siderealRad +
			(at - dayNumber(at) * microsecondsPerDay) * day.siderealRadPerMicrosecond +
			this.#lonRad
		);
	}

	/** Where a direction of the day's equator and equinox stands. */
	horizontal([x, y, z]: Direction, at: Instant): Horizontal {
		const sidereal = this.siderealRad(skyDay(dayNumber(at)), at);
		const [cos, sin] = [Math.cos(sidereal), Math.sin(sidereal)];
		const south = x * cos + y * sin;
		const east = y * cos - x * sin;
		const north = z * this.cosLat - south * this.sinLat;
		const up = z * this.sinLat + south * this.cosLat;
		return {
			altitudeDeg: Math.atan2(up, Math.hypot(north, east)) / degree,
			azimuthDeg: (Math.atan2(east, north) / degree + 360) % 360,
			hourAngleDeg: Math.atan2(-east, south) / degree
		};
	}

	/** The Sun from here, in au; the array is used again by the next call. */
	sunAu(at: Instant): Float64Array {
		return this.#from(at, 'sunAu', this.#sun);
	}

	/** The Moon from here, in au; the array is used again by the next call. */
	moonAu(at: Instant): Float64Array {
		return this.#from(at, 'moonAu', this.#moon);
	}

	sunAltitudeDeg(at: Instant): number {
		return this.#altitudeDeg(this.sunAu(at), at);
	}

	moonAltitudeDeg(at: Instant): number {
		return this.#altitudeDeg(this.moonAu(at), at);
	}

	/**
	 * The angle at the Moon between Sun and viewer in degrees: 0 at full moon, 180 at new moon.
	 * Lit is (1 + cos) / 2 of her disc. Source: Meeus, Astronomical Algorithms (1998), chapter 48.
	 */
	moonPhaseAngleDeg(at: Instant): number {
		const [mx, my, mz] = this.moonAu(at) as unknown as Direction;
		const [sx, sy, sz] = this.sunAu(at) as unknown as Direction;
		return angleDeg(-mx, -my, -mz, sx - mx, sy - my, sz - mz);
	}

	/** The part of the Moon's disc that is lit, 0 to 1. */
	moonIllumination(at: Instant): number {
		return (1 + Math.cos(this.moonPhaseAngleDeg(at) * degree)) / 2;
	}

	#from(at: Instant, body: 'sunAu' | 'moonAu', out: Float64Array): Float64Array {
		const day = skyDay(dayNumber(at));
		sampledAt(day[body], at - dayNumber(at) * microsecondsPerDay, out);
		const sidereal = this.siderealRad(day, at);
		out[0]! -= this.#axisAu * Math.cos(sidereal);
		out[1]! -= this.#axisAu * Math.sin(sidereal);
		out[2]! -= this.#equatorAu;
		return out;
	}

	#altitudeDeg([x, y, z]: Float64Array, at: Instant): number {
		const sidereal = this.siderealRad(skyDay(dayNumber(at)), at);
		const south = x! * Math.cos(sidereal) + y! * Math.sin(sidereal);
		const up = z! * this.sinLat + south * this.cosLat;
		return Math.asin(up / Math.hypot(x!, y!, z!)) / degree;
	}
}

/** The angle between two vectors of any length, in degrees. */
export function angleDeg(ax: number, ay: number, az: number, bx: number, by: number, bz: number): number {
	const dot = ax * bx + ay * by + az * bz;
	const cross = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
	return Math.atan2(cross, dot) / degree;
}
