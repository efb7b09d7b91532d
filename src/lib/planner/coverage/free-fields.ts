import { LookbackError } from '#lib/errors.ts';
import type { Footprint } from '#lib/planner/facilities/footprint.ts';
import { credibleCells } from '#lib/sky/credible-region.ts';
import { centerOf } from '#lib/sky/healpix.ts';
import { totalProbability, type Skymap } from '#lib/sky/skymap.ts';
import { pixelCaps } from './candidates.ts';
import { FieldOfView } from './field-of-view.ts';
import { FreeGrid, type GridPlace } from './free-grid.ts';

const degree = Math.PI / 180;
const mostFields = 20_000;

/**
 * The fields of a free grid among which a tiling chooses: all that may cover some of the credible region that holds,
 * beside the probability to be covered, three quarters of the rest.
 */
export function freeFields(map: Skymap, footprint: Footprint, until: number): GridPlace[] {
	const grid = new FreeGrid(footprint);
	const reachDeg = new FieldOfView(footprint, { raDeg: 0, decDeg: 0 }).boundingRadiusDeg;
	const found = new Map<number, GridPlace>();
	const total = totalProbability(map);
	const whole = { ...map, density: map.density.map((density) => density / total) };
	for (const row of credibleCells(whole, 1 - (1 - until) / 4)) {
		const order = map.order[row]!;
		const { raDeg, decDeg } = centerOf(order, map.pixel[row]!);
		for (const place of grid.near(raDeg, decDeg, reachDeg + pixelCaps[order]!.radiusRad / degree)) {
			found.set(grid.numberOf(place), place);
			if (found.size > mostFields) throw tooMany(until, reachDeg);
		}
	}
	return [...found.values()];
}

function tooMany(until: number, reachDeg: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'planner/bad-tiling',
		`To cover a probability of ${until} of the sky map, more than ${mostFields} fields that reach ${reachDeg} degrees from their middle come into question; a smaller probability, a larger field or a grid is wanted.`,
		{ until, reachDeg }
	);
}
