import { geoArea } from 'd3-geo';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { credibleCells } from '#lib/sky/credible-region.ts';
import { pixelRange } from '#lib/sky/healpix.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { cellAreaSr } from '#lib/sky/skymap.ts';
import { bandedCells, bandedOutline } from '#lib/ui/plots/credible-bands.ts';

/** A map of one order whose probability falls off from pixel to pixel. */
function falling(order: number, count: number): Skymap {
	const weights = Array.from({ length: count }, (_, i) => 1 / (1 + i / 50));
	const total = weights.reduce((sum, one) => sum + one, 0);
	return {
		order: new Uint8Array(count).fill(order),
		pixel: Float64Array.from({ length: count }, (_, i) => i * 3),
		density: Float64Array.from(weights, (one) => one / total / cellAreaSr[order]!)
	};
}

describe('cells for a drawing', () => {
	test('are the cells of the 90 % region as they are where these are few', () => {
		const map = falling(8, 500);
		const cells = bandedCells(map);
		expect(cells.order).toHaveLength(credibleCells(map, 0.9).length);
		expect(new Set(cells.order)).toEqual(new Set([8]));
	});

	test('of a fine map are joined until a page can carry them, and still cover the region', () => {
		const map = falling(9, 20_000);
		const cells = bandedCells(map);
		expect(cells.order.length).toBeLessThanOrEqual(1000);
		const ranges = cells.order.map((order, i) => pixelRange(order, cells.pixel[i]!));
		for (const row of credibleCells(map, 0.9)) {
			const { from, to } = pixelRange(9, map.pixel[row]!);
			expect(ranges.some((one) => one.from <= from && to <= one.to)).toBe(true);
		}
	});

	test('have outlines of the area of their tenths, the inner within the outer', () => {
		const cells = bandedCells(falling(7, 400));
		const area = (count: number) => count * cellAreaSr[7]!;
		for (const level of [0.5, 0.9]) {
			const inside = cells.band.filter((band) => band < level * 10).length;
			const drawn = geoArea({ type: 'Polygon', coordinates: bandedOutline(cells, level) });
			expect(drawn / area(inside)).toBeCloseTo(1, 1);
		}
	});

	test('are in tenths of the probability, the densest first', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 900 }), (count) => {
				const { band } = bandedCells(falling(7, count));
				expect(band[0]).toBe(0);
				expect(band.every((one, i) => i === 0 || one >= band[i - 1]!)).toBe(true);
				expect(Math.max(...band)).toBeLessThan(9);
			}),
			{ numRuns: 30 }
		);
	});
});
