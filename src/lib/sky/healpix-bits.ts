/** A pixel as one of the 12 base pixels and whole coordinates in it: x grows to the north-east, y to the north-west. */
export interface FacePixel {
	readonly face: number;
	readonly x: number;
	readonly y: number;
}

/** NESTED number of a pixel of order 0 to 24: the base pixel, then the bits of y and x by turns. */
export function interleave(order: number, face: number, x: number, y: number): number {
	const low = (spread(x & 0xffff) | (spread(y & 0xffff) << 1)) >>> 0;
	if (order <= 16) return face * 4 ** order + low;
	const high = spread(x >>> 16) | (spread(y >>> 16) << 1);
	return face * 4 ** order + high * 2 ** 32 + low;
}

/** NESTED number of a pixel of order 29, which needs 62 bits. */
export function interleave29(face: number, x: number, y: number): bigint {
	const low = (spread(x & 0xffff) | (spread(y & 0xffff) << 1)) >>> 0;
	const high = face * 2 ** 26 + (spread(x >>> 16) | (spread(y >>> 16) << 1));
	return (BigInt(high) << 32n) | BigInt(low);
}

/** Pixels of a base pixel by order: powers computed anew took most of the time a flat map in RING order took. */
const basePixels = Float64Array.from({ length: 30 }, (_, order) => 4 ** order);

/** The inverse of `interleave`. */
export function deinterleave(order: number, pixel: number): FacePixel {
	const size = basePixels[order]!;
	const face = Math.floor(pixel / size);
	const within = pixel - face * size;
	const high = Math.floor(within / 2 ** 32);
	const low = (within - high * 2 ** 32) >>> 0;
	return {
		face,
		x: gather(low) | (gather(high) << 16),
		y: gather(low >>> 1) | (gather(high >>> 1) << 16)
	};
}

/** 16 bits to the even places of 32. */
function spread(bits: number): number {
	let b = bits;
	b = (b | (b << 8)) & 0x00ff00ff;
	b = (b | (b << 4)) & 0x0f0f0f0f;
	b = (b | (b << 2)) & 0x33333333;
	return (b | (b << 1)) & 0x55555555;
}

/** The even places of 32 bits to 16. */
function gather(bits: number): number {
	let b = bits & 0x55555555;
	b = (b | (b >>> 1)) & 0x33333333;
	b = (b | (b >>> 2)) & 0x0f0f0f0f;
	b = (b | (b >>> 4)) & 0x00ff00ff;
	return (b | (b >>> 8)) & 0x0000ffff;
}
