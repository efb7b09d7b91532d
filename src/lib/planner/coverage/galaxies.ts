import { LookbackError } from '#lib/errors.ts';
import { finestNumberOrder, pixelOf } from '#lib/sky/healpix.ts';
import { volumeDensity, type SkymapDistances } from '#lib/sky/skymap-distances.ts';
import { cellAreaSr, type Skymap } from '#lib/sky/skymap.ts';
import { SortedCells } from './sorted-cells.ts';

export interface Galaxy {
	/** ICRS. */
	readonly raDeg: number;
	readonly decDeg: number;
	/** Luminosity distance. */
	readonly distanceMpc: number;
	/** How likely it is to be the host, as against others of the same place and distance: 1, its luminosity, its mass. */
	readonly weight: number;
}

/**
 * The map that a list of galaxies makes of another one: each galaxy is a cell of the finest order, and its probability
 * goes with its weight, the map's density there and, where `distances` are given, the map's density at its distance.
 * That is the density per volume: how galaxies become more with the distance the list tells itself.
 * Its total is 1. Source: Singer et al. 2016, ApJL 829, L15 (equations 1 and 2).
 * @throws LookbackError `planner/bad-galaxy` for one that is none, `planner/no-galaxy` when the map has no probability
 * at any, and as `skyAtoms`.
 */
export function weightByGalaxies(
	map: Skymap,
	galaxies: readonly Galaxy[],
	distances: SkymapDistances | null
): Skymap {
	const cells = new SortedCells(map);
	const weights = new Map<number, number>();
	let total = 0;
	galaxies.forEach((galaxy, i) => {
		check(galaxy, i);
		const { raDeg, decDeg, distanceMpc, weight } = galaxy;
		const cell = cells.cellAt(raDeg, decDeg);
		if (cell === null) return;
		const row = cells.row[cell]!;
		const there = map.density[row]! * (distances === null ? 1 : volumeDensity(distances, row, distanceMpc));
		const pixel = pixelOf(finestNumberOrder, raDeg, decDeg);
		weights.set(pixel, (weights.get(pixel) ?? 0) + weight * there);
		total += weight * there;
	});
	if (!(total > 0))
		throw new LookbackError(
			'incorrect',
			'planner/no-galaxy',
			`The sky map has no probability at the places and distances of the ${galaxies.length} galaxies; at least one must have some.`,
			{ galaxies: galaxies.length }
		);
	const area = cellAreaSr[finestNumberOrder]!;
	const kept = [...weights].filter(([, weight]) => weight > 0).sort(([a], [b]) => a - b);
	return {
		order: new Uint8Array(kept.length).fill(finestNumberOrder),
		pixel: Float64Array.from(kept, ([pixel]) => pixel),
		density: Float64Array.from(kept, ([, weight]) => weight / total / area)
	};
}

function check({ raDeg, decDeg, distanceMpc, weight }: Galaxy, i: number): void {
	if (
		!Number.isFinite(raDeg) ||
		!(Math.abs(decDeg) <= 90) ||
		!(distanceMpc > 0 && distanceMpc < Infinity) ||
		!(weight >= 0 && weight < Infinity)
	)
		throw new LookbackError(
			'incorrect',
			'planner/bad-galaxy',
			`Galaxy ${i} of the list has raDeg ${raDeg}, decDeg ${decDeg}, distanceMpc ${distanceMpc}, weight ${weight}; raDeg must be finite, decDeg between -90 and 90, distanceMpc above 0 and finite, weight 0 or more and finite.`,
			{
				galaxy: i,
				raDeg: String(raDeg),
				decDeg: String(decDeg),
				distanceMpc: String(distanceMpc),
				weight: String(weight)
			}
		);
}
