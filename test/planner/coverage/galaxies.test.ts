import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coveredProbability } from '#lib/planner/coverage/atoms.ts';
import { FieldOfView } from '#lib/planner/coverage/field-of-view.ts';
import { weightByGalaxies, type Galaxy } from '#lib/planner/coverage/galaxies.ts';
import type { Localization } from '#lib/archive/index.server.ts';
import { softwareVersion } from '#lib/planner/plans/software.ts';
import { wantedMap } from '#lib/planner/plans/wanted-fields.server.ts';
import type { SkymapDistances } from '#lib/sky/skymap-distances.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import { densityAt, totalProbability, type Skymap } from '#lib/sky/skymap.ts';
import { between, maps, places, reversed } from './draws.ts';

const galaxies = fc.array(
	fc
		.tuple(places, between(1, 300), between(0, 10))
		.map(([place, distanceMpc, weight]): Galaxy => ({ ...place, distanceMpc, weight })),
	{ minLength: 1, maxLength: 12 }
);
const radiusDeg = 1e-4;
const around = ({ raDeg, decDeg }: Galaxy) =>
	new FieldOfView({ shape: 'circle', radiusDeg }, { raDeg, decDeg });

/** Whether one lies so near the edge of the field around another that the pixel it is put in may lie across it. */
const isOnAnEdge = (list: readonly Galaxy[]) =>
	list.some((one) =>
		list.some(
			(other) =>
				Math.abs(separationDeg(one.raDeg, one.decDeg, other.raDeg, other.decDeg) / radiusDeg - 1) < 0.01
		)
	);

/** The same distances in each row. */
const everywhere = (map: Skymap, mu: number, sigma: number, norm: number): SkymapDistances => ({
	muMpc: new Float64Array(map.order.length).fill(mu),
	sigmaMpc: new Float64Array(map.order.length).fill(sigma),
	norm: new Float64Array(map.order.length).fill(norm)
});

describe('weightByGalaxies', () => {
	it('gives each galaxy its part of weight times density', () => {
		fc.assert(
			fc.property(maps, galaxies, (map, list) => {
				const worth = list.map(({ raDeg, decDeg, weight }) => weight * densityAt(map, raDeg, decDeg));
				const total = worth.reduce((a, b) => a + b, 0);
				if (total < 1e-9 || isOnAnEdge(list)) return;
				const weighted = weightByGalaxies(map, list, null);
				expect(totalProbability(weighted)).toBeCloseTo(1, 9);
				list.forEach((galaxy, i) => {
					const here = list.reduce(
						(sum, other, j) => sum + (around(galaxy).contains(other.raDeg, other.decDeg) ? worth[j]! : 0),
						0
					);
					// Several galaxies of next to no probability may go where the middle between them is.
					expect(coveredProbability(weighted, [around(galaxy)])).toBeCloseTo(here / total, 3);
					expect(here).toBeGreaterThanOrEqual(worth[i]!);
				});
			}),
			{ numRuns: 100 }
		);
	});

	it('does not depend on the order of the map’s rows', () => {
		fc.assert(
			fc.property(maps, galaxies, (map, list) => {
				if (list.every(({ raDeg, decDeg, weight }) => weight * densityAt(map, raDeg, decDeg) < 1e-9)) return;
				expect(weightByGalaxies(reversed(map), list, null)).toEqual(weightByGalaxies(map, list, null));
			}),
			{ numRuns: 50 }
		);
	});

	const half: Skymap = {
		order: Uint8Array.of(0, 0),
		pixel: Float64Array.of(4, 6),
		density: Float64Array.of(0.3, 0.7)
	};
	const at = (raDeg: number, distanceMpc: number): Galaxy => ({ raDeg, decDeg: 0, distanceMpc, weight: 1 });

	it('takes the density at a galaxy’s distance', () => {
		const weighted = weightByGalaxies(
			half,
			[at(0, 40), at(1, 50), at(2, 60)],
			everywhere(half, 40, 10, 1e-4)
		);
		const [one, two, three] = [0, 1, 2].map((ra) => coveredProbability(weighted, [around(at(ra, 1))]));
		expect(two! / one!).toBeCloseTo(Math.exp(-0.5), 9);
		expect(three! / one!).toBeCloseTo(Math.exp(-2), 9);
	});

	it('takes the distances of the galaxy’s own cell', () => {
		const distances: SkymapDistances = {
			muMpc: Float64Array.of(40, 80),
			sigmaMpc: Float64Array.of(10, 20),
			norm: Float64Array.of(2e-4, 1e-4)
		};
		const weighted = weightByGalaxies(half, [at(0, 50), at(180, 60)], distances);
		const [here, there] = [0, 180].map((ra) => coveredProbability(weighted, [around(at(ra, 1))]));
		expect(there! / here!).toBeCloseTo((0.7 / 0.3) * (1 / 2) * (10 / 20), 9);
	});

	it('gives nothing where no distance is known', () => {
		const distances: SkymapDistances = {
			muMpc: Float64Array.of(Infinity, 80),
			sigmaMpc: Float64Array.of(1, 20),
			norm: Float64Array.of(0, 1e-4)
		};
		const weighted = weightByGalaxies(half, [at(0, 50), at(180, 60)], distances);
		expect([...weighted.density]).toHaveLength(1);
		expect(() => weightByGalaxies(half, [at(0, 50)], distances)).toThrow(/of the 1 galaxies/);
	});

	it('refuses galaxies that are none, and lists without any where the map has probability', () => {
		expect(() => weightByGalaxies(half, [at(0, 40), at(0, NaN)], null)).toThrow(
			/Galaxy 1 .* distanceMpc NaN/
		);
		expect(() => weightByGalaxies(half, [{ ...at(0, 40), weight: -1 }], null)).toThrow(/weight -1/);
		expect(() => weightByGalaxies(half, [], null)).toThrow(/of the 0 galaxies/);
		expect(() => weightByGalaxies(half, [at(90, 40)], null)).toThrow(/no probability at the places/);
	});
});

describe('wantedMap', () => {
	// mean and deviation of GW170817's map; there is a galaxy at 0.06 Mpc in CLU
	const localization = { distance_mean_mpc: 38.6, distance_std_mpc: 7.07 } as Localization;
	const everySky: Skymap = {
		order: Uint8Array.of(0),
		pixel: Float64Array.of(4),
		density: Float64Array.of(1)
	};
	const galaxies = [38.6, 0.06, 3].map((distanceMpc, raDeg) => ({
		...{ name: `at ${distanceMpc}`, raDeg, decDeg: 0, distanceMpc, weight: 1 }
	}));
	const parts = (software: string) => {
		const map = wantedMap({ galaxies }, { localization, skymap: everySky, distances: null }, software);
		return galaxies.map((one) => coveredProbability(map, [around(one)]));
	};

	it('takes a galaxy that is far too near for none that is likely', () => {
		const [one, nearest, near] = parts(softwareVersion);
		expect(one! + nearest! + near!).toBeCloseTo(1, 9);
		expect(nearest!).toBeLessThan(near!);
		expect(near!).toBeLessThan(1e-3);
	});

	it('weighs as a planner of before did, for its plans', () => {
		expect(parts('lookback-planner 4')[1]!).toBeGreaterThan(0.1);
	});
});
