import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { separationDeg } from '#lib/sky/separation.ts';
import { frameOf, projectionOf } from '#lib/ui/plots/region-frame.ts';
import { regionGrid } from '#lib/ui/plots/region-grid.ts';

const points = fc.array(
	fc.record({
		raDeg: fc.double({ min: 0, max: 359.999, noNaN: true }),
		decDeg: fc.double({ min: -90, max: 90, noNaN: true }),
		reachDeg: fc.double({ min: 0, max: 2, noNaN: true })
	}),
	{ minLength: 1, maxLength: 8 }
);

describe('a frame', () => {
	test('holds every point with its reach, or is the whole sky', () => {
		fc.assert(
			fc.property(points, (given) => {
				const frame = frameOf(given);
				if (frame.radiusDeg === null) return;
				for (const { raDeg, decDeg, reachDeg } of given)
					expect(separationDeg(frame.raDeg, frame.decDeg, raDeg, decDeg) + reachDeg).toBeLessThanOrEqual(
						frame.radiusDeg
					);
			})
		);
	});

	test('of a region across the origin of right ascension is around it', () => {
		const frame = frameOf([
			{ raDeg: 359, decDeg: 10 },
			{ raDeg: 1, decDeg: 10 }
		]);
		expect(Math.min(frame.raDeg, 360 - frame.raDeg)).toBeLessThan(1e-9);
		expect(frame.radiusDeg).toBeLessThan(2);
	});

	test('of opposite points is the whole sky', () => {
		const opposite = frameOf([
			{ raDeg: 10, decDeg: 20 },
			{ raDeg: 190, decDeg: -20 }
		]);
		expect(opposite.radiusDeg).toBeNull();
	});
});

test.each([
	{ raDeg: 197, decDeg: -23, radiusDeg: 10 },
	{ raDeg: 197, decDeg: 0, radiusDeg: null }
])('east is left and north is up in %o', (frame) => {
	const projection = projectionOf(frame, 800, 520);
	const [x, y] = projection([frame.raDeg, frame.decDeg])!;
	expect(projection([frame.raDeg + 5, frame.decDeg])![0]).toBeLessThan(x);
	expect(projection([frame.raDeg, frame.decDeg + 5])![1]).toBeLessThan(y);
});

describe('a grid', () => {
	const labels = (frame: { raDeg: number; decDeg: number; radiusDeg: number | null }) =>
		regionGrid(frame, projectionOf(frame, 800, 520), 800, 520).labels.map(({ text }) => text);

	test('names its lines as finely as the frame needs', () => {
		expect(labels({ raDeg: 197.5, decDeg: -23, radiusDeg: 12 })).toEqual(
			expect.arrayContaining(['13h 00m', '13h 30m', '−25°', '−20°'])
		);
		expect(labels({ raDeg: 359.99, decDeg: 0.01, radiusDeg: 0.05 })).toEqual(
			expect.arrayContaining(['0h 00m 00s', '23h 59m 50s', '+0.02°', '0.00°'])
		);
	});

	test('is as fine in a narrow frame five degrees from a pole as elsewhere', () => {
		expect(labels({ raDeg: 0, decDeg: 84.9623, radiusDeg: 0.0245 })).toEqual(
			expect.arrayContaining(['23h 59m', '0h 00m', '+84.95°', '+84.97°'])
		);
	});

	test('has a handful of names in any frame, also around a pole', () => {
		const radius = fc.double({ min: 0.01, max: 50, noNaN: true });
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 359, noNaN: true }),
				fc.double({ min: -90, max: 90, noNaN: true }),
				radius,
				(raDeg, decDeg, radiusDeg) => {
					const count = labels({ raDeg, decDeg, radiusDeg }).length;
					expect(count).toBeGreaterThan(1);
					expect(count).toBeLessThan(40);
				}
			),
			{ numRuns: 60 }
		);
	});
});
