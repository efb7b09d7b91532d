/*
 * The whole sky in Mollweide's projection (equal areas) on a drawing of 800 by 400, east to the left. Parallels are
 * straight and level in it; along one, x goes with the right ascension. So a point's parallel is solved for once, and
 * turning the sky costs a multiplication. Source: Snyder, Map Projections: A Working Manual (USGS 1395), p. 251.
 */

export const skyWidth = 800;
export const skyHeight = 400;

/** Half of the ellipse's height; its half width is twice that. Leaves room for the rim's line. */
export const skyRadius = 198;

const degree = Math.PI / 180;

/** A parallel of declination: how far above the middle it stands, and half its length, both as parts of the whole. */
export interface Parallel {
	readonly height: number;
	readonly halfLength: number;
}

/** Where the parallel of a declination stands. */
export function parallelOf(decDeg: number): Parallel {
	if (Math.abs(decDeg) >= 90) return { height: Math.sign(decDeg), halfLength: 0 };
	// 2t + sin 2t = pi sin(dec), by Newton
	const wanted = Math.PI * Math.sin(decDeg * degree);
	let angle = decDeg * degree;
	for (let k = 0; k < 30; k++) {
		const step = (2 * angle + Math.sin(2 * angle) - wanted) / (2 + 2 * Math.cos(2 * angle));
		angle -= step;
		if (Math.abs(step) < 1e-9) break;
	}
	return { height: Math.sin(angle), halfLength: Math.cos(angle) };
}

/** The part of a half turn by which a right ascension is east of the middle, -1 to 1. */
export function turnFrom(centerRaDeg: number, raDeg: number): number {
	const turn = (raDeg - centerRaDeg) / 360;
	return 2 * (turn - Math.round(turn));
}

/** Where a position stands on the drawing. */
export function project(centerRaDeg: number, raDeg: number, decDeg: number): [x: number, y: number] {
	return placeOn(parallelOf(decDeg), turnFrom(centerRaDeg, raDeg));
}

/** The point of a parallel so far east of the middle. */
export function placeOn({ height, halfLength }: Parallel, turn: number): [x: number, y: number] {
	return [skyWidth / 2 - 2 * skyRadius * halfLength * turn, skyHeight / 2 - skyRadius * height];
}

/** The position that stands at a point of the drawing; null outside the sky. */
export function unproject(
	centerRaDeg: number,
	x: number,
	y: number
): { readonly raDeg: number; readonly decDeg: number } | null {
	const height = (skyHeight / 2 - y) / skyRadius;
	if (Math.abs(height) > 1) return null;
	const angle = Math.asin(height);
	const turn = (skyWidth / 2 - x) / (2 * skyRadius * Math.cos(angle) || 1);
	if (Math.abs(turn) > 1) return null;
	const decDeg = Math.asin((2 * angle + Math.sin(2 * angle)) / Math.PI) / degree;
	return { raDeg: (((centerRaDeg + 180 * turn) % 360) + 360) % 360, decDeg };
}
