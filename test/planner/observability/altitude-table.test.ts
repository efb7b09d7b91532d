import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { altitudeTable, gridMoment, moonDistanceTable } from '#lib/planner/observability/altitude-table.ts';
import { observatories } from '#lib/sky/observatories.ts';
import { Sight } from '#lib/sky/sight.ts';
import { Standpoint } from '#lib/sky/standpoint.ts';
import { moments, targets } from './draws.ts';

describe('tables of a night', () => {
	it('hold what each target is seen to have at each moment, over midnight too', () => {
		fc.assert(
			fc.property(
				moments,
				fc.constantFrom(...observatories),
				fc.array(targets, { minLength: 1, maxLength: 4 }),
				(from, site, aims) => {
					const place = new Standpoint(site);
					const grid = { from, stepSec: 1800, count: 60 };
					const altitudes = altitudeTable(place, aims, grid);
					const distances = moonDistanceTable(place, aims, grid);
					expect([altitudes.length, distances.length]).toEqual([60 * aims.length, 60 * aims.length]);
					for (const [row, aim] of aims.entries())
						for (const i of [0, 7, 31, 59]) {
							const [sight, at] = [new Sight(place, aim), gridMoment(grid, i)];
							expect(altitudes[row * 60 + i]).toBeCloseTo(sight.altitudeDeg(at), 4);
							expect(distances[row * 60 + i]).toBeCloseTo(sight.moonDistanceDeg(at), 3);
						}
				}
			),
			{ numRuns: 40 }
		);
	});
});
