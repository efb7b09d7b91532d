import { LookbackError } from '#lib/errors.ts';
import {
	footprintAreaDeg2,
	footprintPolygons,
	type Corner,
	type Footprint
} from '#lib/planner/facilities/footprint.ts';
import { credibleCells } from '#lib/sky/credible-region.ts';
import { centerOf } from '#lib/sky/healpix.ts';
import { totalProbability, type Skymap } from '#lib/sky/skymap.ts';
import { pixelCaps } from './candidates.ts';
import { FieldOfView } from './field-of-view.ts';
import { FreeGrid, type GridPlace } from './free-grid.ts';

const degree = Math.PI / 180;
const mostFields = 20_000;

/** A place of a free grid that a tiling may choose. */
export interface FreeField extends GridPlace {
	/** Probability a steradian at most in what a field covers there. */
	density: number;
}

/**
 * The fields of a free grid among which a tiling chooses: all that may cover some of the credible region that holds,
 * beside the probability to be covered, three quarters of the rest.
 */
export function freeFields(map: Skymap, footprint: Footprint, until: number): FreeField[] {
	const grid = new FreeGrid(footprint);
	const reachDeg = new FieldOfView(footprint, { raDeg: 0, decDeg: 0 }).boundingRadiusDeg;
	const found = new Map<number, FreeField>();
	const total = totalProbability(map);
	const whole = { ...map, density: map.density.map((density) => density / total) };
	for (const row of credibleCells(whole, 1 - (1 - until) / 4)) {
		const order = map.order[row]!;
		const density = whole.density[row]!;
		const { raDeg, decDeg } = centerOf(order, map.pixel[row]!);
		for (const place of grid.near(raDeg, decDeg, reachDeg + pixelCaps[order]!.radiusRad / degree)) {
			const number = grid.numberOf(place);
			const known = found.get(number);
			if (known) known.density = Math.max(known.density, density);
			else found.set(number, { ...place, density });
			if (found.size > mostFields) throw tooMany(until, reachDeg);
		}
	}
	return [...found.values()];
}

/**
 * The most that each of some fields may be found to hold of a map: what its area would where the map is densest, and pixels on
 * its edge, which count as a whole or not at all. They hold no more than `most`, and of none a corner is farther from the centre
 * than 1.5 times the root of its area.
 */
export function mostHeld(footprint: Footprint, places: readonly FreeField[], most: number): number[] {
	const edgeDeg = footprintPolygons(footprint).reduce((sum, corners) => sum + lengthOf(corners), 0);
	const area = footprintAreaDeg2(footprint) * degree ** 2;
	return places.map(({ density }) => area * density + 1.5 * edgeDeg * degree * Math.sqrt(most * density));
}

function lengthOf(corners: readonly Corner[]): number {
	return corners.reduce((sum, [x, y], i) => {
		const [nextX, nextY] = corners[(i + 1) % corners.length]!;
		return sum + Math.hypot(nextX - x, nextY - y);
	}, 0);
}

function tooMany(until: number, reachDeg: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'planner/bad-tiling',
		`To cover a probability of ${until} of the sky map, more than ${mostFields} fields that reach ${reachDeg} degrees from their middle come into question; a smaller probability, a larger field or a grid is wanted.`,
		{ until, reachDeg }
	);
}
