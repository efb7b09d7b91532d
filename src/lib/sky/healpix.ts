import { LookbackError } from '#lib/errors.ts';
import { deinterleave, interleave, interleave29 } from '#lib/sky/healpix-bits.ts';
import { facePixelAt, positionIn } from '#lib/sky/healpix-projection.ts';

/** The finest order: its pixel numbers fit 62 bits. */
export const finestOrder = 29;

/** The finest order whose pixel numbers, 12 * 4^24 of them, are exact in a double. */
export const finestNumberOrder = 24;

/** The order-29 NESTED pixel of a position in degrees (ICRS), 0 to 12 * 4^29 - 1: the archive's index of the sky. */
export function hpx29(raDeg: number, decDeg: number): bigint {
	const { face, x, y } = facePixelAt(2 ** finestOrder, raDeg, decDeg);
	return interleave29(face, x, y);
}

/** The NESTED pixel of a position in degrees, at an order of 0 to 24. */
export function pixelOf(order: number, raDeg: number, decDeg: number): number {
	const { face, x, y } = facePixelAt(nsideOf(order), raDeg, decDeg);
	return interleave(order, face, x, y);
}

/** The centre of a NESTED pixel of order 0 to 24, in degrees; raDeg in [0, 360). */
export function centerOf(order: number, pixel: number): { raDeg: number; decDeg: number } {
	const nside = nsideOf(order);
	const { face, x, y } = deinterleave(order, checkedPixel(order, pixel));
	return positionIn(nside, { face, x: x + 0.5, y: y + 0.5 });
}

/**
 * The corners of a NESTED pixel of order 0 to 24 in degrees: north, that towards smaller RA, south, that towards
 * larger RA. A pole is given with raDeg 0.
 */
export function cornersOf(order: number, pixel: number): { raDeg: number; decDeg: number }[] {
	const nside = nsideOf(order);
	const { face, x, y } = deinterleave(order, checkedPixel(order, pixel));
	return [
		positionIn(nside, { face, x: x + 1, y: y + 1 }),
		positionIn(nside, { face, x, y: y + 1 }),
		positionIn(nside, { face, x, y }),
		positionIn(nside, { face, x: x + 1, y })
	];
}

/** Solid angle of a pixel of an order, in steradians. */
export function pixelAreaSr(order: number): number {
	return Math.PI / (3 * 4 ** order);
}

/** The order-29 pixels that a pixel of a coarser order covers, half open. */
export function pixelRange(order: number, pixel: bigint | number): { from: bigint; to: bigint } {
	const shift = BigInt(2 * (finestOrder - order));
	const first = BigInt(pixel);
	return { from: first << shift, to: (first + 1n) << shift };
}

/** The pixel number that also tells its order, 4^(order + 1) + pixel: NUNIQ, as the MOC standard has it. */
export function uniqOf(order: number, pixel: bigint | number): bigint {
	return (4n << BigInt(2 * order)) + BigInt(pixel);
}

/** The order (0 to 29) and NESTED pixel of a NUNIQ number. @throws LookbackError `sky/bad-uniq` for any other. */
export function fromUniq(uniq: bigint): { order: number; pixel: bigint } {
	const high = Number(uniq >> 32n);
	const bits = high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(Number(uniq & 0xffff_ffffn));
	const order = Math.floor((bits - 3) / 2);
	const pixel = uniq - (4n << BigInt(2 * Math.max(order, 0)));
	if (uniq < 4n || order > finestOrder || pixel >= 12n << BigInt(2 * order))
		throw new LookbackError(
			'incorrect',
			'sky/bad-uniq',
			`The NUNIQ pixel number is ${uniq}; it must be 4^(order + 1) + pixel for an order of 0 to ${finestOrder}.`,
			{ uniq: String(uniq) }
		);
	return { order, pixel };
}

/** Pixels along a base pixel's side, 2^order. @throws LookbackError `sky/bad-order` outside 0 to 24. */
export function nsideOf(order: number): number {
	if (!Number.isInteger(order) || order < 0 || order > finestNumberOrder)
		throw new LookbackError(
			'incorrect',
			'sky/bad-order',
			`The HEALPix order is ${order}; it must be a whole number from 0 to ${finestNumberOrder}.`,
			{ order }
		);
	return 2 ** order;
}

/** The pixel number itself. @throws LookbackError `sky/bad-pixel` unless it is one of the order's. */
export function checkedPixel(order: number, pixel: number): number {
	if (!Number.isInteger(pixel) || pixel < 0 || pixel >= 12 * 4 ** order)
		throw new LookbackError(
			'incorrect',
			'sky/bad-pixel',
			`The pixel is ${pixel}; at order ${order} it must be a whole number from 0 to ${12 * 4 ** order - 1}.`,
			{ order, pixel }
		);
	return pixel;
}
