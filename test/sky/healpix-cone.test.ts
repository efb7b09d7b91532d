import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { angleBetween, directionOf } from '#lib/sky/direction.ts';
import { hpx29 } from '#lib/sky/healpix.ts';
import { coneRanges, maxPixelRadiusRad } from '#lib/sky/healpix-cone.ts';
import { facePixelAt, positionIn } from '#lib/sky/healpix-projection.ts';
import type { PixelRange } from '#lib/sky/moc.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import { positions } from './positions.ts';

const radii = fc.oneof(
	fc.double({ min: -4, max: Math.log10(180), noNaN: true }).map((x) => 10 ** x),
	fc.constantFrom(0, 90, 180)
);

const sphereArea = 12n << 58n;
const share = (ranges: PixelRange[]): number =>
	ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0) / Number(sphereArea);

/** The position at a distance and position angle (radians) from another. */
function offset(raDeg: number, decDeg: number, distanceDeg: number, angle: number) {
	const [d, dec] = [(distanceDeg * Math.PI) / 180, (decDeg * Math.PI) / 180];
	const sinDec = Math.sin(dec) * Math.cos(d) + Math.cos(dec) * Math.sin(d) * Math.cos(angle);
	const dRa = Math.atan2(Math.sin(angle) * Math.sin(d) * Math.cos(dec), Math.cos(d) - Math.sin(dec) * sinDec);
	return {
		raDeg: raDeg + (dRa * 180) / Math.PI,
		decDeg: (Math.asin(Math.max(-1, Math.min(1, sinDec))) * 180) / Math.PI
	};
}

describe('coneRanges', () => {
	it('misses no position of the cone: 200,000 in 2,000 cones of 0 to 180 degrees', () => {
		const spots = fc.array(
			fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 7, noNaN: true })),
			{
				minLength: 100,
				maxLength: 100
			}
		);
		fc.assert(
			fc.property(
				positions,
				radii,
				fc.integer({ min: 1, max: 40 }),
				spots,
				(center, radiusDeg, maxRanges, places) => {
					const ranges = coneRanges(center.raDeg, center.decDeg, radiusDeg, maxRanges);
					for (const [part, angle] of places) {
						const { raDeg, decDeg } = offset(center.raDeg, center.decDeg, radiusDeg * part ** 0.1, angle);
						if (separationDeg(center.raDeg, center.decDeg, raDeg, decDeg) > radiusDeg) continue;
						const pixel = hpx29(raDeg, decDeg);
						if (!ranges.some(({ from, to }) => from <= pixel && pixel < to))
							throw new Error(`${raDeg} ${decDeg} is missed`);
					}
				}
			),
			{ numRuns: 2000 }
		);
	});

	it('covers at most 1.6 times the area of the cone with the usual 16 ranges', () => {
		fc.assert(
			fc.property(positions, radii, (center, radiusDeg) => {
				if (radiusDeg === 0) return;
				const cone = Math.sin((radiusDeg * Math.PI) / 360) ** 2;
				expect(share(coneRanges(center.raDeg, center.decDeg, radiusDeg)) / cone).toBeLessThan(1.6);
			}),
			{ numRuns: 2000 }
		);
	});

	it('gives sorted ranges that do not touch, no more than asked for', () => {
		fc.assert(
			fc.property(positions, radii, fc.integer({ min: 1, max: 64 }), (center, radiusDeg, maxRanges) => {
				const ranges = coneRanges(center.raDeg, center.decDeg, radiusDeg, maxRanges);
				expect(ranges.length).toBeGreaterThan(0);
				expect(ranges.length).toBeLessThanOrEqual(maxRanges);
				for (const [i, { from, to }] of ranges.entries()) {
					expect(from < to && from >= 0n && to <= sphereArea).toBe(true);
					if (i > 0) expect(from > ranges[i - 1]!.to).toBe(true);
				}
			})
		);
	});

	it('is the whole sky at 180 degrees, and a few pixels at 0', () => {
		expect(coneRanges(10, 20, 180)).toEqual([{ from: 0n, to: sphereArea }]);
		expect(share(coneRanges(10, 20, 0)) * Number(sphereArea)).toBeLessThan(10);
	});

	it.each([
		[NaN, 0, 1, 16],
		[0, 91, 1, 16],
		[0, 0, -1, 16],
		[0, 0, 181, 16],
		[0, 0, NaN, 16],
		[0, 0, 1, 0],
		[0, 0, 1, 1.5]
	])('refuses ra %d, dec %d, radius %d, %d ranges', (raDeg, decDeg, radiusDeg, maxRanges) =>
		expect(() => coneRanges(raDeg, decDeg, radiusDeg, maxRanges)).toThrow(LookbackError)
	);
});

describe('maxPixelRadiusRad', () => {
	/** Pixels at the corners and edges of base pixels, where they are most deformed, as often as the others. */
	const along = (nside: number) =>
		fc.oneof(fc.integer({ min: 0, max: nside - 1 }), fc.constantFrom(0, nside - 1));
	const parts = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
	const points = fc.integer({ min: 0, max: 29 }).chain((order) =>
		fc.record({
			order: fc.constant(order),
			face: fc.integer({ min: 0, max: 11 }),
			x: along(2 ** order),
			y: along(2 ** order),
			dx: parts,
			dy: parts
		})
	);

	it('is the distance of the farthest point of any pixel from its centre', () => {
		let farthest = 0;
		fc.assert(
			fc.property(points, ({ order, face, x, y, dx, dy }) => {
				const center = positionIn(2 ** order, { face, x: x + 0.5, y: y + 0.5 });
				const point = positionIn(2 ** order, { face, x: x + dx, y: y + dy });
				const distance = angleBetween(
					directionOf(center.raDeg, center.decDeg),
					directionOf(point.raDeg, point.decDeg)
				);
				expect(distance - maxPixelRadiusRad(order)).toBeLessThan(2e-15);
				farthest = Math.max(farthest, distance / maxPixelRadiusRad(order));
			}),
			{ numRuns: 30000 }
		);
		expect(farthest).toBeGreaterThan(0.99);
	});

	it('is never exceeded between a position and its order-29 pixel, a micro-arcsecond from a pole too', () => {
		const nearPoles = fc.record({
			raDeg: fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }),
			decDeg: fc
				.tuple(fc.constantFrom(1, -1), fc.double({ min: -9, max: 0, noNaN: true }))
				.map(([pole, x]) => pole * (90 - 10 ** x))
		});
		fc.assert(
			fc.property(fc.oneof(positions, nearPoles), ({ raDeg, decDeg }) => {
				const { face, x, y } = facePixelAt(2 ** 29, raDeg, decDeg);
				const center = positionIn(2 ** 29, { face, x: x + 0.5, y: y + 0.5 });
				const apartRad = (separationDeg(raDeg, decDeg, center.raDeg, center.decDeg) * Math.PI) / 180;
				expect(apartRad).toBeLessThan(maxPixelRadiusRad(29) + 5e-14);
			}),
			{ numRuns: 10000 }
		);
	});
});
