import { LookbackError } from '#lib/errors.ts';
import type { FacePixel } from '#lib/sky/healpix-bits.ts';

const degree = Math.PI / 180;

/**
 * The pixel at nside = 2^order (up to order 29) that holds a position in degrees. RA may lie outside 0 to 360.
 * A position on a border belongs to one pixel only, the same as in the reference implementation.
 *
 * Source: Górski et al. 2005, ApJ 622, 759, section 5.
 * @throws LookbackError `sky/bad-position` when a number is not finite or the declination is beyond a pole.
 */
export function facePixelAt(nside: number, raDeg: number, decDeg: number): FacePixel {
	if (!Number.isFinite(raDeg) || !(Math.abs(decDeg) <= 90))
		throw new LookbackError(
			'incorrect',
			'sky/bad-position',
			`The position is raDeg ${raDeg}, decDeg ${decDeg}; raDeg must be finite and decDeg between -90 and 90.`,
			{ raDeg, decDeg }
		);
	// By way of the colatitude and with its rounding, as healpy does, so that positions on borders agree with it.
	const colatitude = Math.PI / 2 - decDeg * degree;
	const z = Math.cos(colatitude);
	const turns = (raDeg * degree) / (Math.PI / 2);
	// A tiny negative RA rounds up to a whole turn; `quarters` is then 4, which both branches allow for.
	const quarters = turns - 4 * Math.floor(turns / 4);
	const height = Math.abs(z);
	if (height <= 2 / 3) {
		const across = nside * (0.5 + quarters);
		const up = nside * 0.75 * z;
		return inEquator(nside, Math.floor(across - up), Math.floor(across + up));
	}
	const quarter = Math.min(3, Math.floor(quarters));
	const within = quarters - quarter;
	// 1 - |z| loses its digits near a pole.
	const isNearPole = colatitude < 0.01 || colatitude > Math.PI - 0.01;
	const toPole = isNearPole
		? (nside * Math.sin(colatitude)) / Math.sqrt((1 + height) / 3)
		: nside * Math.sqrt(3 * (1 - height));
	const east = Math.min(nside - 1, Math.floor(within * toPole));
	const west = Math.min(nside - 1, Math.floor((1 - within) * toPole));
	return inCap(nside, z > 0, quarter, east, west);
}

/** The equatorial pixel on the whole diagonals `falling` (towards south-east) and `rising` (towards north-east). */
export function inEquator(nside: number, falling: number, rising: number): FacePixel {
	const facesFalling = Math.floor(falling / nside);
	const facesRising = Math.floor(rising / nside);
	const face =
		facesFalling === facesRising
			? (facesFalling & 3) | 4
			: facesFalling < facesRising
				? facesFalling
				: facesRising + 8;
	return { face, x: rising & (nside - 1), y: nside - 1 - (falling & (nside - 1)) };
}

/** The pixel of a polar cap in a quarter of RA, by its steps from the quarter's meridians east and west of it. */
export function inCap(
	nside: number,
	isNorth: boolean,
	quarter: number,
	east: number,
	west: number
): FacePixel {
	return isNorth
		? { face: quarter, x: nside - 1 - west, y: nside - 1 - east }
		: { face: quarter + 8, x: east, y: west };
}

/**
 * The position of a point of a base pixel, x and y real numbers from 0 to nside; raDeg in [0, 360).
 * At a pole raDeg is 0.
 */
export function positionIn(nside: number, { face, x, y }: FacePixel): { raDeg: number; decDeg: number } {
	const row = face >> 2;
	// Both in units of a base pixel's half diagonal: `south` 0 at the north pole, 4 at the south pole.
	const south = row + 2 - (x + y) / nside;
	const centre = 2 * (face & 3) + (row === 1 ? 0 : 1);
	const toPole = Math.min(1, south, 4 - south);
	if (toPole <= 0) return { raDeg: 0, decDeg: south < 2 ? 90 : -90 };
	const eighths = centre + (x - y) / nside / toPole;
	const raDeg = 45 * (eighths - 8 * Math.floor(eighths / 8));
	return { raDeg: raDeg < 360 ? raDeg : 0, decDeg: decOf(south, toPole) };
}

function decOf(south: number, toPole: number): number {
	if (toPole >= 1) return Math.asin((2 - south) * (2 / 3)) / degree;
	// In a cap 1 - |z| = toPole^2 / 3 = 2 sin^2(colatitude / 2).
	const fromPoleDeg = (2 * Math.asin(toPole / Math.sqrt(6))) / degree;
	return south < 2 ? 90 - fromPoleDeg : fromPoleDeg - 90;
}

/**
 * Puts the unit vector towards the centre of a pixel of a base pixel into `out`: as `positionIn`, without the angles between,
 * for those who ask about millions.
 */
export function centreInto(
	out: [number, number, number],
	order: number,
	face: number,
	x: number,
	y: number
): void {
	const nside = 2 ** order;
	const row = face >> 2;
	const south = row + 2 - (x + y + 1) / nside;
	const toPole = Math.min(1, south, 4 - south);
	const eighths = 2 * (face & 3) + (row === 1 ? 0 : 1) + (x - y) / nside / toPole;
	const isEquatorial = toPole >= 1;
	const height = isEquatorial ? Math.abs(2 - south) * (2 / 3) : 1 - (toPole * toPole) / 3;
	const fromAxis = isEquatorial
		? Math.sqrt((1 - height) * (1 + height))
		: toPole * Math.sqrt((2 / 3) * (1 - (toPole * toPole) / 6));
	const ra = (eighths * Math.PI) / 4;
	out[0] = fromAxis * Math.cos(ra);
	out[1] = fromAxis * Math.sin(ra);
	out[2] = south < 2 ? height : -height;
}
