import { credibleLevelAt } from '#lib/sky/credible-region.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import type { Placed } from './cone.ts';

/** Cells of a map as an input `events` with `cells` has them: HEALPix NESTED, ICRS, of several orders. */
export interface Cells {
	readonly order: readonly number[];
	readonly pixel: readonly number[];
	readonly density_per_sr: readonly number[];
}

const maps = new WeakMap<Cells, Skymap>();

/**
 * The smallest credible level (0 to 1) whose region of a map holds a position: it lies in the region of every level
 * above. 1 outside of the map.
 */
export function credibleLevelOf(cells: Cells, { ra_deg, dec_deg }: Placed): number {
	return credibleLevelAt(mapOf(cells), ra_deg, dec_deg);
}

/** Whether a position lies in the credible region of a level (above 0, at most 1) of a map. */
export function isInCredibleRegion(cells: Cells, position: Placed, level: number): boolean {
	return credibleLevelOf(cells, position) < level;
}

/** Cells come from JSON and are frozen; the same ones are asked about for every object. */
function mapOf(cells: Cells): Skymap {
	let map = maps.get(cells);
	if (!map) {
		map = {
			order: Uint8Array.from(cells.order),
			pixel: Float64Array.from(cells.pixel),
			density: Float64Array.from(cells.density_per_sr)
		};
		maps.set(cells, map);
	}
	return map;
}
