import type { Depth } from './facility.ts';

/**
 * What one airmass dims, in mag, in broad bands at a good site. Source: Ivezic et al. (2019), ApJ 873, 111, table 2.
 * Bands of other names are taken for undimmed.
 */
const extinctionMag: Readonly<Record<string, number>> = {
	u: 0.491,
	g: 0.213,
	r: 0.126,
	i: 0.096,
	z: 0.069,
	y: 0.17,
	Y: 0.17
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
