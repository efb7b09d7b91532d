/**
 * A probability map on the sphere as multi-order HEALPix cells (NESTED), in any order of rows.
 * Cell i is pixel `pixel[i]` of order `order[i]` (0 to 24: pixel numbers stay exact in a double).
 */
export interface Skymap {
	readonly order: Uint8Array;
	readonly pixel: Float64Array;
	/** Probability per steradian. */
	readonly density: Float64Array;
}
