import { directionOf, positionOf, type Direction } from '#lib/sky/direction.ts';

/**
 * Galactic coordinates against ICRS, by the three defining angles in degrees: the north galactic pole in ICRS and
 * the galactic longitude of the ascending node of the galactic plane on the equator.
 * Source: The Hipparcos and Tycho Catalogues, ESA SP-1200 (1997), vol. 1, section 1.5.3 (also SOFA `icrs2g`).
 */
const pole = { raDeg: 192.85948, decDeg: 27.12825 };
const nodeLonDeg = 32.93192;

/** Galactic axes in ICRS: towards the node, 90 degrees further along the plane, and towards the pole. */
const zAxis = directionOf(pole.raDeg, pole.decDeg);
const nodeAxis = directionOf(pole.raDeg + 90, 0);
const besideAxis: Direction = [
	zAxis[1] * nodeAxis[2] - zAxis[2] * nodeAxis[1],
	zAxis[2] * nodeAxis[0] - zAxis[0] * nodeAxis[2],
	zAxis[0] * nodeAxis[1] - zAxis[1] * nodeAxis[0]
];

/** Galactic longitude [0, 360) and latitude of an ICRS position, in degrees. */
export function galacticFromIcrs(raDeg: number, decDeg: number): { lonDeg: number; latDeg: number } {
	const v = directionOf(raDeg, decDeg);
	const fromNode = positionOf([dot(v, nodeAxis), dot(v, besideAxis), dot(v, zAxis)]);
	return { lonDeg: (fromNode.raDeg + nodeLonDeg) % 360, latDeg: fromNode.decDeg };
}

/** ICRS position of a galactic longitude and latitude, in degrees; raDeg in [0, 360). */
export function icrsFromGalactic(lonDeg: number, latDeg: number): { raDeg: number; decDeg: number } {
	const [node, beside, z] = directionOf(lonDeg - nodeLonDeg, latDeg);
	const along = (axis: 0 | 1 | 2): number =>
		node * nodeAxis[axis] + beside * besideAxis[axis] + z * zAxis[axis];
	return positionOf([along(0), along(1), along(2)]);
}

function dot(a: Direction, b: Direction): number {
	return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
