import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directionOf, angleBetween } from '#lib/sky/direction.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import { positions } from './positions.ts';

describe('separationDeg', () => {
	it.each([
		[10, 20, 10, 20, 0],
		[0, 0, 180, 0, 180],
		[10, 20, 190, -20, 180],
		[0, 90, 123, -90, 180],
		[77, 90, 200, 90, 0],
		[0, 0, 90, 0, 90],
		[359.5, 0, 0.5, 0, 1],
		[10, 89, 190, 89, 2]
	])('from (%d, %d) to (%d, %d) is %d', (ra1, dec1, ra2, dec2, expected) =>
		expect(separationDeg(ra1, dec1, ra2, dec2)).toBeCloseTo(expected, 12)
	);

	it('keeps its digits at separations of a billionth of a degree', () => {
		expect(separationDeg(10, 20, 10, 20 + 2 ** -30) * 2 ** 30).toBeCloseTo(1, 6);
		expect(separationDeg(0, 60, 2 ** -30, 60) * 2 ** 30).toBeCloseTo(0.5, 12);
	});

	it('keeps its digits near the antipode', () => {
		expect(180 - separationDeg(0, 0, 180 - 2 ** -20, 0)).toBeCloseTo(2 ** -20, 12);
	});

	it('is symmetric and agrees with the angle between unit vectors', () => {
		fc.assert(
			fc.property(positions, positions, (a, b) => {
				const separation = separationDeg(a.raDeg, a.decDeg, b.raDeg, b.decDeg);
				expect(separationDeg(b.raDeg, b.decDeg, a.raDeg, a.decDeg)).toBeCloseTo(separation, 11);
				const angle = angleBetween(directionOf(a.raDeg, a.decDeg), directionOf(b.raDeg, b.decDeg));
				expect((angle * 180) / Math.PI).toBeCloseTo(separation, 11);
			})
		);
	});
});
