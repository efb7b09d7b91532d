import { geoArea, geoContains } from 'd3-geo';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { centerOf, pixelAreaSr } from '#lib/sky/healpix.ts';
import { outlineOf, type Cell } from '#lib/ui/plots/cells-outline.ts';

const center = ({ order, pixel }: Cell): [number, number] => {
	const { raDeg, decDeg } = centerOf(order, pixel);
	return [raDeg, decDeg];
};

test('a cell and its four children have the same outline', () => {
	const children = [0, 1, 2, 3].map((k) => ({ order: 5, pixel: 4 * 700 + k }));
	expect(geoArea(outlineOf(children))).toBeCloseTo(geoArea(outlineOf([{ order: 4, pixel: 700 }])), 4);
	expect(outlineOf([{ order: 4, pixel: 700 }]).coordinates[0]).toHaveLength(5);
});

test('neighbours share no line: four cells around a point have one ring of eight edges', () => {
	const { coordinates } = outlineOf([0, 1, 2, 3].map((pixel) => ({ order: 6, pixel })));
	expect(coordinates.map((ring) => ring.length)).toEqual([9]);
});

test('the outline holds the centres of its cells and no others, and has their area', () => {
	fc.assert(
		fc.property(fc.uniqueArray(fc.nat(12 * 4 ** 4 - 1), { minLength: 1, maxLength: 40 }), (pixels) => {
			const cells = pixels.map((pixel) => ({ order: 4, pixel }));
			const outline = outlineOf(cells);
			for (const cell of cells) expect(geoContains(outline, center(cell))).toBe(true);
			for (let k = 0; k < 40; k++) {
				const pixel = (k * 769) % (12 * 4 ** 4);
				if (!pixels.includes(pixel)) expect(geoContains(outline, center({ order: 4, pixel }))).toBe(false);
			}
			// d3 draws edges as great circles, by which a cell at a pole loses a tenth
			expect(Math.abs(geoArea(outline) / (cells.length * pixelAreaSr(4)) - 1)).toBeLessThan(0.1);
		}),
		{ numRuns: 60 }
	);
});

test('a huge region is brought to an order that a page can carry', () => {
	const hemisphere = Array.from({ length: 6 * 4 ** 7 }, (_, pixel) => ({ order: 7, pixel }));
	const points = outlineOf(hemisphere).coordinates.reduce((sum, ring) => sum + ring.length, 0);
	expect(points).toBeLessThan(2000);
});
