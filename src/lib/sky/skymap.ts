import { LookbackError } from '#lib/errors.ts';
import { finestNumberOrder, pixelAreaSr, pixelOf } from '#lib/sky/healpix.ts';

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

/** Solid angle in steradians of a cell, by its order. */
export const cellAreaSr = Float64Array.from({ length: finestNumberOrder + 1 }, (_, order) =>
	pixelAreaSr(order)
);

/**
 * Sum of the map's probability, 1 but for rounding in a sound map of a whole sky.
 * @throws LookbackError `sky/bad-density` when a density is negative or not finite.
 */
export function totalProbability({ order, density }: Skymap): number {
	let total = 0;
	for (let i = 0; i < density.length; i++) {
		if (!(density[i]! >= 0 && density[i]! < Infinity))
			throw new LookbackError(
				'incorrect',
				'sky/bad-density',
				`The sky map's density in row ${i} is ${density[i]}; it must be finite and 0 or more.`,
				{ row: i, density: String(density[i]) }
			);
		total += density[i]! * cellAreaSr[order[i]!]!;
	}
	return total;
}

/** Row of the cell that holds a position in degrees, or null where the map has none. Looks through all rows. */
export function rowAt({ order, pixel }: Skymap, raDeg: number, decDeg: number): number | null {
	const wanted = Float64Array.from(cellAreaSr, (_, o) => pixelOf(o, raDeg, decDeg));
	const row = pixel.findIndex((p, i) => p === wanted[order[i]!]);
	return row < 0 ? null : row;
}

/** Probability per steradian at a position in degrees; 0 where the map has no cell. */
export function densityAt(map: Skymap, raDeg: number, decDeg: number): number {
	const row = rowAt(map, raDeg, decDeg);
	return row === null ? 0 : map.density[row]!;
}
