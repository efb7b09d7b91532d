import type { Depth } from './facility.ts';

/**
 * What one airmass dims, in mag, at a good site: Sutherland and McDonald Observatory. Bands of other names are taken for
 * undimmed. Source: Las Cumbres Observatory, lcogtsnpipe, sites.py.
 */
const extinctionMag: Readonly<Record<string, number>> = {
	U: 0.51,
	u: 0.51,
	B: 0.23,
	g: 0.2,
	V: 0.15,
	r: 0.1,
	R: 0.1,
	i: 0.05,
	I: 0.05,
	z: 0.05
};

/** How an exposure is taken. */
export interface Exposure {
	readonly exposureSec: number;
	readonly airmass: number;
	/** What moonlight costs there and then, in mag (`moonlightLossMag`). */
	readonly moonlightLossMag: number;
}

/**
 * Limiting AB magnitude of an exposure, from one that is known, where the sky makes the noise: as the square root of
 * time, dimmed by the air and blurred as airmass to the 0.6. A median of a survey is taken for airmass 1.2 and no Moon.
 * Source: Ivezic et al. (2019), ApJ 873, 111, eq. 6.
 */
export function limitingMagAb(depth: Depth, { exposureSec, airmass, moonlightLossMag }: Exposure): number {
	const known = depth.airmass ?? medianAirmass;
	const dimmed = (extinctionMag[depth.band] ?? 0) * (airmass - known);
	const blurred = 2.5 * 0.6 * Math.log10(airmass / known);
	const gained = 1.25 * Math.log10(exposureSec / depth.exposureSec);
	return depth.limitingMagAb + gained - dimmed - blurred - moonlightLossMag;
}

/** The time in s that an exposure needs to reach a limiting magnitude, as `limitingMagAb` has it. */
export function exposureForMagSec(depth: Depth, magAb: number, sky: Omit<Exposure, 'exposureSec'>): number {
	const reached = limitingMagAb(depth, { ...sky, exposureSec: depth.exposureSec });
	return depth.exposureSec * 10 ** ((magAb - reached) / 1.25);
}

const medianAirmass = 1.2;
