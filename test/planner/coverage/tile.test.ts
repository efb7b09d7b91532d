import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coveredProbability, skyAtoms } from '#lib/planner/coverage/atoms.ts';
import { FieldOfView } from '#lib/planner/coverage/field-of-view.ts';
import { FreeGrid } from '#lib/planner/coverage/free-grid.ts';
import { tile } from '#lib/planner/coverage/tile.ts';
import type { Footprint } from '#lib/planner/facilities/footprint.ts';
import { fromNestedPixels } from '#lib/sky/flat-skymap.ts';
import { centerOf } from '#lib/sky/healpix.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { between, maps, places } from './draws.ts';

const even = fromNestedPixels(0, new Float64Array(12).fill(1 / 12), 'pixel');

/** A normal distribution about a position. */
function blob(raDeg: number, decDeg: number, sigmaDeg: number): Skymap {
	const values = Float64Array.from({ length: 12 * 4 ** 5 }, (_, pixel) => {
		const at = centerOf(5, pixel);
		return Math.exp(-((separationDeg(raDeg, decDeg, at.raDeg, at.decDeg) / sigmaDeg) ** 2) / 2);
	});
	const sum = values.reduce((a, b) => a + b, 0);
	return fromNestedPixels(
		5,
		values.map((value) => value / sum),
		'pixel'
	);
}

const square = (side: number): Footprint => ({ shape: 'rectangle', widthDeg: side, heightDeg: side });
const grid = placesEvery(25);

/** A grid of places every so many degrees. */
function placesEvery(stepDeg: number) {
	const fields: { field: string; raDeg: number; decDeg: number }[] = [];
	for (let decDeg = -75; decDeg <= 75; decDeg += stepDeg)
		for (let raDeg = 0; raDeg < 360; raDeg += stepDeg)
			fields.push({ field: `${raDeg} ${decDeg}`, raDeg, decDeg });
	return fields;
}

describe('tile', () => {
	it('takes each time the field that adds most, and tells what it adds and what is covered then', () => {
		fc.assert(
			fc.property(maps, (map) => {
				const tiles = tile(map, { footprint: square(30), grid, count: 4, until: 1, error: 0.02 });
				const taken: FieldOfView[] = [];
				for (const { adds, covered, fieldOfView, field } of tiles) {
					const gains = grid.map((place) => {
						const view = new FieldOfView(square(30), place);
						return skyAtoms(map, [view], { alreadyCovered: taken, error: 0.02 }).reduce(
							(sum, atom) => sum + atom.probability,
							0
						);
					});
					const most = Math.max(...gains);
					// Edges of other fields divide cells as well, within the error.
					expect(Math.abs(adds - most)).toBeLessThan(5 * 0.02);
					expect(Math.abs(gains[grid.findIndex((one) => one.field === field)]! - adds)).toBeLessThan(
						5 * 0.02
					);
					taken.push(fieldOfView);
					expect(Math.abs(covered - coveredProbability(map, taken, { error: 0.02 }))).toBeLessThan(5 * 0.02);
				}
				tiles.forEach(({ adds }, i) => {
					if (i > 0) expect(adds).toBeLessThan(tiles[i - 1]!.adds + 1e-9);
				});
			}),
			{ numRuns: 5 }
		);
	});

	it('ends with the tile that reaches the probability, or with so many', () => {
		const map = blob(40, 50, 5);
		const tiles = tile(map, { footprint: square(4), until: 0.8 });
		expect(tiles.at(-1)!.covered).toBeGreaterThanOrEqual(0.8);
		expect(tiles.at(-2)!.covered).toBeLessThan(0.8);
		expect(
			coveredProbability(
				map,
				tiles.map(({ fieldOfView }) => fieldOfView)
			)
		).toBeCloseTo(tiles.at(-1)!.covered, 2);
		expect(tile(map, { footprint: square(4), until: 0.8, count: 3 })).toEqual(tiles.slice(0, 3));
		expect(tile(map, { footprint: square(4), count: 0 })).toEqual([]);
	});

	it('takes the same few of many places as of all', () => {
		fc.assert(
			fc.property(
				places,
				between(1, 20),
				between(0, 0.5).map((power) => 10 ** power),
				(at, sigma, side) => {
					const map = blob(at.raDeg, at.decDeg, sigma);
					const wish = { footprint: square(side), until: 0.9, error: 0.005 };
					const all = tile(map, wish);
					for (const count of [1, 4, 12]) {
						const few = tile(map, { ...wish, count });
						expect(few.map(({ fieldOfView }) => fieldOfView.middle)).toEqual(
							all.slice(0, count).map(({ fieldOfView }) => fieldOfView.middle)
						);
						few.forEach(({ covered }, i) => expect(covered).toBeCloseTo(all[i]!.covered, 12));
					}
				}
			),
			{ numRuns: 15 }
		);
	});

	it('leaves what others covered to them, and counts it', () => {
		const map = blob(40, 50, 5);
		const others = tile(map, { footprint: square(4), until: 0.5 }).map(({ fieldOfView }) => fieldOfView);
		const rest = tile(map, { footprint: square(4), alreadyCovered: others, until: 0.8 });
		expect(rest[0]!.covered - rest[0]!.adds).toBeCloseTo(coveredProbability(map, others), 9);
		const places = new Set(others.map(({ raDeg, decDeg }) => `${raDeg} ${decDeg}`));
		expect(rest.filter(({ fieldOfView: { raDeg, decDeg } }) => places.has(`${raDeg} ${decDeg}`))).toEqual([]);
		expect(tile(map, { footprint: square(4), alreadyCovered: others, until: 0.4 })).toEqual([]);
	});

	it('ends where nothing adds any more', () => {
		const tiles = tile(even, { footprint: square(20), grid, until: 1 });
		expect(tiles).toHaveLength(grid.length);
		expect(tiles.at(-1)!.covered).toBeLessThan(0.8);
		expect(tile(blob(0, 90, 0.5), { footprint: square(1), grid })).toEqual([]);
	});

	it('covers a pole and both sides of RA 0', () => {
		for (const map of [blob(0, 90, 4), blob(0, -89, 4), blob(359.9, 0, 4)]) {
			const tiles = tile(map, { footprint: { shape: 'circle', radiusDeg: 2 }, until: 0.95 });
			expect(tiles.at(-1)!.covered).toBeGreaterThanOrEqual(0.95);
			expect(tiles.length).toBeLessThan(75);
		}
	});

	it('tiles with fields that reach over half the sky', () => {
		const tiles = tile(even, { footprint: { shape: 'circle', radiusDeg: 100 }, until: 0.99 });
		expect(tiles.at(-1)!.covered).toBeGreaterThan(0.99);
		expect(tiles.length).toBeLessThan(5);
	});

	it('refuses ends that are none, and more fields than can be chosen from', () => {
		for (const end of [{ until: 0 }, { until: 1.1 }, { until: NaN }, { count: -1 }])
			expect(() => tile(even, { footprint: square(1), grid, ...end })).toThrow(/The tiling is to end at/);
		expect(() => tile(even, { footprint: square(0.1) })).toThrow(/more than 20000 fields/);
	});
});

describe('a free grid', () => {
	const sizes = between(-0.3, 1.6).map((power) => 10 ** power);
	const boxes = fc.oneof(
		sizes.map((radiusDeg): Footprint => ({ shape: 'circle', radiusDeg })),
		fc
			.tuple(sizes, sizes)
			.map(([widthDeg, heightDeg]): Footprint => ({ shape: 'rectangle', widthDeg, heightDeg }))
	);

	it('leaves no sky out, and each place is found near what it covers', () => {
		fc.assert(
			fc.property(boxes, fc.array(places, { minLength: 50, maxLength: 50 }), (footprint, wanted) => {
				const free = new FreeGrid(footprint);
				const reachDeg = new FieldOfView(footprint, { raDeg: 0, decDeg: 0 }).boundingRadiusDeg;
				for (const { raDeg, decDeg } of wanted) {
					const near = [...free.near(raDeg, decDeg, reachDeg + 1e-6)];
					expect(new Set(near.map((one) => free.numberOf(one))).size).toBe(near.length);
					expect(near.some((one) => new FieldOfView(footprint, one).contains(raDeg, decDeg))).toBe(true);
				}
			}),
			{ numRuns: 200 }
		);
	});

	it('has not many more places than the sky has room for', () => {
		for (const side of [1, 3, 7]) {
			const free = new FreeGrid(square(side));
			const places = free.bands.reduce((sum, band) => sum + band.places, 0);
			expect(places).toBeLessThan((1.25 * 41_253) / side ** 2);
		}
	});
});
