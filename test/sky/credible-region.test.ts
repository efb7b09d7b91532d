import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { credibleAreaDeg2, credibleCells, credibleLevelAt, regionRanges } from '#lib/sky/credible-region.ts';
import { fromNestedPixels } from '#lib/sky/flat-skymap.ts';
import { centerOf, hpx29, pixelAreaSr } from '#lib/sky/healpix.ts';
import { densityAt, totalProbability, type Skymap } from '#lib/sky/skymap.ts';
import { positions } from './positions.ts';

const skyDeg2 = (4 * Math.PI * 180 ** 2) / Math.PI ** 2;

/** Maps with ties, zeros and a wide span of densities; values even and jagged by turns. */
const maps = fc
	.record({
		order: fc.integer({ min: 0, max: 3 }),
		values: fc.array(
			fc.oneof(
				fc.constant(0),
				fc.integer({ min: 0, max: 4 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.double({ min: -12, max: 0, noNaN: true }).map((x) => 10 ** x)
			),
			{ minLength: 1, maxLength: 800 }
		)
	})
	.map(({ order, values }): Skymap | null => {
		const flat = Float64Array.from({ length: 12 * 4 ** order }, (_, i) => values[i % values.length]!);
		const sum = flat.reduce((a, b) => a + b, 0);
		return sum < 1e-9
			? null
			: fromNestedPixels(
					order,
					flat.map((value) => value / sum),
					'pixel'
				);
	})
	.filter((map) => map !== null);
const levels = fc.double({ min: 0.001, max: 1, noNaN: true });

const probability = (map: Skymap, row: number): number => map.density[row]! * pixelAreaSr(map.order[row]!);

describe('credibleCells', () => {
	it('are the densest cells, and no fewer of them reach the level', () => {
		fc.assert(
			fc.property(maps, levels, (map, level) => {
				const rows = credibleCells(map, level);
				const chosen = new Set(rows);
				const lowest = Math.min(...[...rows].map((row) => map.density[row]!));
				expect(lowest).toBeGreaterThan(0);
				map.density.forEach((density, row) => {
					if (!chosen.has(row)) expect(density).toBeLessThanOrEqual(lowest);
				});
				const held = [...rows].reduce((sum, row) => sum + probability(map, row), 0);
				expect(held).toBeGreaterThanOrEqual(level * totalProbability(map) - 1e-12);
				const last = [...rows].findLast((row) => map.density[row] === lowest)!;
				expect(held - probability(map, last)).toBeLessThan(level * totalProbability(map) + 1e-12);
			}),
			{ numRuns: 500 }
		);
	});

	it('are all cells with probability, and no others, at level 1', () => {
		fc.assert(
			fc.property(maps, (map) => {
				const rows = credibleCells(map, 1);
				const held = [...rows].reduce((sum, row) => sum + probability(map, row), 0);
				expect(held).toBeCloseTo(totalProbability(map), 12);
				for (const row of rows) expect(map.density[row]).toBeGreaterThan(0);
			})
		);
	});

	it.each([0, -0.1, 1.1, 90, NaN])('refuses the level %d', (level) => {
		const map = fromNestedPixels(0, new Float64Array(12).fill(1 / 12), 'pixel');
		expect(() => credibleCells(map, level)).toThrow(LookbackError);
	});

	it.each([0, 0.5, 1.02])('refuses a map whose probability sums to %d', (sum) => {
		const map = fromNestedPixels(0, new Float64Array(12).fill(sum / 12), 'pixel');
		expect(() => credibleCells(map, 0.9)).toThrow(/must be within 0.01 of 1/);
	});

	it.each([-1, NaN, Infinity])('refuses a map with the density %d, naming the row', (density) => {
		const map = {
			order: Uint8Array.of(0, 0),
			pixel: Float64Array.of(0, 1),
			density: Float64Array.of(1, density)
		};
		expect(() => credibleCells(map, 0.9)).toThrow(/row 1/);
	});
});

describe('credibleAreaDeg2', () => {
	it('is nine tenths of an even sky, up to a whole pixel', () => {
		const jitter = Float64Array.from({ length: 12 * 4 ** 4 }, (_, i) => 1 + (i % 7) * 1e-9);
		const sum = jitter.reduce((a, b) => a + b, 0);
		const map = fromNestedPixels(
			4,
			jitter.map((value) => value / sum),
			'pixel'
		);
		expect(credibleAreaDeg2(map, 0.9) / skyDeg2).toBeCloseTo(0.9, 3);
		expect(credibleAreaDeg2(map, 1)).toBeCloseTo(skyDeg2, 6);
	});
});

describe('regionRanges', () => {
	it('hold exactly the positions of the credible cells', () => {
		fc.assert(
			fc.property(maps, levels, positions, (map, level, { raDeg, decDeg }) => {
				const ranges = regionRanges(map, level);
				const area = ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0) * pixelAreaSr(29);
				expect((area * 180 ** 2) / Math.PI ** 2).toBeCloseTo(credibleAreaDeg2(map, level), 6);
				for (const [i, { from }] of ranges.entries()) if (i > 0) expect(from > ranges[i - 1]!.to).toBe(true);
				const credibleLevel = credibleLevelAt(map, raDeg, decDeg);
				if (Math.abs(credibleLevel - level) < 1e-12) return;
				const pixel = hpx29(raDeg, decDeg);
				const isInside = ranges.some(({ from, to }) => from <= pixel && pixel < to);
				expect(isInside).toBe(credibleLevel < level);
			}),
			{ numRuns: 500 }
		);
	});
});

describe('credibleLevelAt', () => {
	const map: Skymap = {
		order: Uint8Array.of(1, 0, 1),
		pixel: Float64Array.of(3, 4, 2),
		density: Float64Array.of(0.1 / pixelAreaSr(1), 0.3 / pixelAreaSr(0), 0.6 / pixelAreaSr(1))
	};
	const at = (row: number) => centerOf(map.order[row]!, map.pixel[row]!);

	it('is the probability of what is denser than the position', () => {
		const levelAt = (row: number) => credibleLevelAt(map, at(row).raDeg, at(row).decDeg);
		expect(levelAt(2)).toBe(0);
		expect(levelAt(0)).toBeCloseTo(0.6, 12);
		expect(levelAt(1)).toBeCloseTo(0.7, 12);
	});

	it('is 1, and the density 0, where the map has no cell', () => {
		expect(credibleLevelAt(map, 180, -80)).toBe(1);
		expect(densityAt(map, 180, -80)).toBe(0);
		expect(densityAt(map, at(1).raDeg, at(1).decDeg)).toBe(map.density[1]);
	});
});
