import {
	BaryState,
	Body,
	GeoVector,
	RotateVector,
	Rotation_EQJ_EQD,
	SiderealTime,
	Vector
} from 'astronomy-engine';
import type { Direction } from '#lib/sky/direction.ts';
import { astroTime } from '#lib/sky/sun-moon.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

/*
 * What one day of UTC has in common for all places and targets, in the true equator and equinox of its noon. Days are
 * taken by themselves, so that what is found for a moment never depends on the span that was asked about. From one noon
 * to the next precession, nutation and aberration change by less than an arcsecond.
 */

/** A day's own sky. Vectors are of the true equator and equinox of its noon. */
export interface SkyDay {
	/** Greenwich apparent sidereal time at 0h, in radians. */
	readonly siderealRad: number;
	readonly siderealRadPerMicrosecond: number;
	/** The apparent direction (with annual aberration) of an ICRS direction. */
	readonly apparent: (icrs: Direction) => Direction;
	/** Geocentric apparent places in au, every three hours from three hours before 0h. */
	readonly sunAu: Float64Array;
	readonly moonAu: Float64Array;
}

const lightAuPerDay = 173.144632674;
const samples = 11;
const samplesBefore = 1;
const sampleMicroseconds = microsecondsPerDay / 8;
const daysKept = 4000;
const days = new Map<number, SkyDay>();

/** The number of a moment's day, from 1970-01-01. */
export function dayNumber(at: Instant): number {
	return Math.floor(at / microsecondsPerDay);
}

/** The sky of a day by its number from 1970-01-01; it is computed once, and takes a millisecond. */
export function skyDay(day: number): SkyDay {
	const known = days.get(day);
	if (known) return known;
	if (days.size >= daysKept) days.delete(days.keys().next().value!);
	const made = makeSkyDay(day * microsecondsPerDay);
	days.set(day, made);
	return made;
}

/**
 * A vector between samples of a day, by the cubic through four of them; the Moon's is off by less than 0.01 arcsec.
 * `out` takes the three components.
 */
export function sampledAt(vectors: Float64Array, microsecondsInDay: number, out: Float64Array): void {
	const place = microsecondsInDay / sampleMicroseconds + samplesBefore;
	const first = Math.min(samples - 4, Math.max(0, Math.floor(place) - 1));
	const u = place - first;
	const [w0, w1, w2, w3] = [
		-((u - 1) * (u - 2) * (u - 3)) / 6,
		(u * (u - 2) * (u - 3)) / 2,
		-(u * (u - 1) * (u - 3)) / 2,
		(u * (u - 1) * (u - 2)) / 6
	] as const;
	for (let axis = 0, i = 3 * first; axis < 3; axis++, i++)
		out[axis] = w0 * vectors[i]! + w1 * vectors[i + 3]! + w2 * vectors[i + 6]! + w3 * vectors[i + 9]!;
}

function makeSkyDay(start: number): SkyDay {
	const timeAt = (microseconds: number) => astroTime((start + microseconds) as Instant);
	const noon = timeAt(microsecondsPerDay / 2);
	const ofDate = Rotation_EQJ_EQD(noon);
	const turned = (x: number, y: number, z: number): Direction => {
		const v = RotateVector(ofDate, new Vector(x, y, z, noon));
		return [v.x, v.y, v.z];
	};
	const sampled = (body: Body): Float64Array => {
		const all = new Float64Array(3 * samples);
		for (let i = 0; i < samples; i++) {
			const { x, y, z } = GeoVector(body, timeAt((i - samplesBefore) * sampleMicroseconds), true);
			all.set(turned(x, y, z), 3 * i);
		}
		return all;
	};
	const { vx, vy, vz } = BaryState(Body.Earth, noon);
	// one target is asked about from many places, one after the other
	let last: readonly [icrs: Direction, apparent: Direction] | null = null;
	const siderealRad = (SiderealTime(timeAt(0)) * Math.PI) / 12;
	const nextRad = (SiderealTime(timeAt(microsecondsPerDay)) * Math.PI) / 12;
	const turnedRad = ((nextRad - siderealRad + 3 * Math.PI) % (2 * Math.PI)) - Math.PI + 2 * Math.PI;
	return {
		siderealRad,
		siderealRadPerMicrosecond: turnedRad / microsecondsPerDay,
		apparent: (icrs) => {
			const [x, y, z] = icrs;
			if (last && last[0][0] === x && last[0][1] === y && last[0][2] === z) return last[1];
			const [ax, ay, az] = [x + vx / lightAuPerDay, y + vy / lightAuPerDay, z + vz / lightAuPerDay];
			const length = Math.hypot(ax, ay, az);
			last = [icrs, turned(ax / length, ay / length, az / length)];
			return last[1];
		},
		sunAu: sampled(Body.Sun),
		moonAu: sampled(Body.Moon)
	};
}
