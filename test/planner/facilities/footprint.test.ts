import fc from 'fast-check';
import { expect, it } from 'vitest';
import { footprintHull, footprintPolygons, type Corner } from '#lib/planner/facilities/footprint.ts';
import { seedFacilities } from '#lib/planner/facilities/index.server.ts';

const corner = fc.tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -90, max: 90 }));
const side = ([ax, ay]: Corner, [bx, by]: Corner, [x, y]: Corner) =>
	(bx - ax) * (y - ay) - (by - ay) * (x - ax);

it('has a hull that is convex and holds every corner', () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(corner, { minLength: 3, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
			(chips) => {
				const hull = footprintHull({ shape: 'polygons', polygonsDeg: chips });
				for (const [i, from] of hull.entries())
					for (const one of chips.flat())
						expect(side(from, hull[(i + 1) % hull.length]!, one)).toBeGreaterThanOrEqual(0);
			}
		)
	);
});

it('has few corners for the cameras of the seed', () => {
	const cameras = seedFacilities()
		.flatMap(({ telescopes }) => telescopes.flatMap(({ instruments }) => instruments))
		.flatMap(({ footprint }) => footprint ?? []);
	expect(cameras.length).toBeGreaterThan(20);
	for (const footprint of cameras)
		expect(footprintHull(footprint).length).toBeLessThanOrEqual(
			Math.max(20, footprintPolygons(footprint).flat().length)
		);
});
