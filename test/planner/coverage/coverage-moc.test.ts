import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageRanges } from '#lib/planner/coverage/coverage-moc.ts';
import { FieldOfView } from '#lib/planner/coverage/field-of-view.ts';
import { centerOf, hpx29, pixelAreaSr } from '#lib/sky/healpix.ts';
import { mergeRanges, mocText } from '#lib/sky/moc.ts';
import { fieldsOfView } from './draws.ts';

describe('coverageRanges', () => {
	it('hold just the pixels whose centre some field covers', () => {
		const order = 4;
		/** Of centres on an edge either answer is right. */
		const isOnEdge = (view: FieldOfView, raDeg: number, decDeg: number) =>
			[-1e-9, 1e-9].some((off) =>
				[view.contains(raDeg + off, decDeg), view.contains(raDeg, decDeg + off)].some(
					(isIn) => isIn !== view.contains(raDeg, decDeg)
				)
			);
		fc.assert(
			fc.property(fc.array(fieldsOfView, { maxLength: 4 }), (fields) => {
				const ranges = coverageRanges(fields, order);
				expect(mergeRanges(ranges)).toEqual(ranges);
				for (let pixel = 0; pixel < 12 * 4 ** order; pixel++) {
					const { raDeg, decDeg } = centerOf(order, pixel);
					const isIn = ranges.some(
						({ from, to }) => from <= hpx29(raDeg, decDeg) && hpx29(raDeg, decDeg) < to
					);
					const isCovered = fields.some((view) => view.contains(raDeg, decDeg));
					if (isIn !== isCovered && !fields.some((view) => isOnEdge(view, raDeg, decDeg)))
						expect.fail(`pixel ${pixel} of order ${order}`);
				}
			}),
			{ numRuns: 40 }
		);
	});

	it('have the area of what is covered, gaps left out', () => {
		const chip = (x: number): [number, number][] => [
			[x, -1],
			[x + 1, -1],
			[x + 1, 1],
			[x, 1]
		];
		const footprint = { shape: 'polygons' as const, polygonsDeg: [chip(-1.2), chip(0.2)] };
		const views = [0, 0, 45].map(
			(positionAngleDeg, i) =>
				new FieldOfView(footprint, { raDeg: 359 + 20 * i, decDeg: 60, positionAngleDeg })
		);
		const ranges = coverageRanges([...views, views[0]!]);
		const areaDeg2 =
			ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0) *
			pixelAreaSr(29) *
			(180 / Math.PI) ** 2;
		expect(Math.abs(areaDeg2 - 12)).toBeLessThan(0.02);
		expect(mocText(ranges, 12)).toMatch(/^\d+\/\d+.* 12\/\d+/);
	});

	it.each([-1, 1.5, 17])('refuse the order %d', (order) => {
		expect(() => coverageRanges([], order)).toThrow(/must be a whole number from 0 to 16/);
	});
});
