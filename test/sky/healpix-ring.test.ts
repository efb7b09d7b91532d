import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centerOf } from '#lib/sky/healpix.ts';
import { nestedToRing, ringToNested } from '#lib/sky/healpix-ring.ts';

describe('RING numbers', () => {
	it.each([0, 1, 2, 5])('go from north to south and along each ring to the east at order %d', (order) => {
		const nside = 2 ** order;
		let previous = { raDeg: 360, decDeg: 91 };
		let rings = 0;
		for (let ringPixel = 0; ringPixel < 12 * nside ** 2; ringPixel++) {
			const center = centerOf(order, ringToNested(order, ringPixel));
			if (Math.abs(center.decDeg - previous.decDeg) < 1e-9)
				expect(center.raDeg).toBeGreaterThan(previous.raDeg);
			else {
				expect(center.decDeg).toBeLessThan(previous.decDeg);
				rings++;
			}
			previous = center;
		}
		expect(rings).toBe(4 * nside - 1);
	});

	it('come back from their NESTED numbers at every order', () => {
		const pixels = fc
			.integer({ min: 0, max: 24 })
			.chain((order) => fc.tuple(fc.constant(order), fc.integer({ min: 0, max: 12 * 4 ** order - 1 })));
		const nearPoles = fc.tuple(fc.constant(24), fc.integer({ min: 0, max: 1000 }));
		fc.assert(
			fc.property(fc.oneof(pixels, nearPoles), ([order, pixel]) => {
				expect(nestedToRing(order, ringToNested(order, pixel))).toBe(pixel);
			}),
			{ numRuns: 5000 }
		);
	});

	it('agree with the figure of the two numberings at nside 2', () => {
		const nested = [
			...[3, 7, 11, 15, 2, 1, 6, 5, 10, 9, 14, 13, 19, 0, 23, 4, 27, 8, 31, 12, 17, 22, 21, 26],
			...[25, 30, 29, 18, 16, 35, 20, 39, 24, 43, 28, 47, 34, 33, 38, 37, 42, 41, 46, 45, 32, 36, 40, 44]
		];
		expect(nested.map((_, ringPixel) => ringToNested(1, ringPixel))).toEqual(nested);
	});
});
