const degree = Math.PI / 180;

/** A unit vector: x towards RA 0, y towards RA 90 degrees, z towards the north pole. */
export type Direction = readonly [x: number, y: number, z: number];

/** The unit vector towards a position in degrees. */
export function directionOf(raDeg: number, decDeg: number): Direction {
	const cosDec = Math.cos(decDeg * degree);
	return [cosDec * Math.cos(raDeg * degree), cosDec * Math.sin(raDeg * degree), Math.sin(decDeg * degree)];
}

/** The position in degrees of a vector of any length; raDeg in [0, 360). */
export function positionOf([x, y, z]: Direction): { raDeg: number; decDeg: number } {
	const raDeg = Math.atan2(y, x) / degree;
	// A tiny negative angle plus 360 rounds to 360.
	const wrapped = raDeg < 0 ? (raDeg + 360) % 360 : raDeg + 0;
	return { raDeg: wrapped, decDeg: Math.atan2(z, Math.hypot(x, y)) / degree };
}

/**
 * The angle between two unit vectors in radians, accurate at all sizes.
 * Source: Kahan, "How Futile are Mindless Assessments of Roundoff" (2006), section 12.
 */
export function angleBetween(a: Direction, b: Direction): number {
	const apart = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
	const along = Math.hypot(a[0] + b[0], a[1] + b[1], a[2] + b[2]);
	return 2 * Math.atan2(apart, along);
}
