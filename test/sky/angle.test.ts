import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { formatDecDms, formatRaHms, iauName } from '#lib/sky/angle.ts';
import { parsePosition } from '#lib/sky/position.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import { positions } from './positions.ts';

describe('formatRaHms', () => {
	it.each([
		[0, 0, '00:00:00'],
		[188.73625, 1, '12:34:56.7'],
		[359.99999999, 2, '00:00:00.00'],
		[359.9999, 3, '23:59:59.976'],
		[14.9999999, 1, '01:00:00.0'],
		[-15, 0, '23:00:00'],
		[-1e-12, 1, '00:00:00.0']
	])('prints %d with %d digits as %s', (raDeg, digits, expected) =>
		expect(formatRaHms(raDeg, digits)).toBe(expected)
	);
});

describe('formatDecDms', () => {
	it.each([
		[-0.5, 0, '-00:30:00'],
		[5.101944444444444, 1, '+05:06:07.0'],
		[89.99999999, 1, '+90:00:00.0'],
		[-90, 0, '-90:00:00'],
		[-1e-9, 1, '+00:00:00.0'],
		[0.0166666, 0, '+00:01:00']
	])('prints %d with %d digits as %s', (decDeg, digits, expected) =>
		expect(formatDecDms(decDeg, digits)).toBe(expected)
	);

	it('and formatRaHms never print a field of 60, and read back to their last digit', () => {
		const digits = fc.integer({ min: 0, max: 9 });
		fc.assert(
			fc.property(positions, digits, ({ raDeg, decDeg }, n) => {
				const printed = `${formatRaHms(raDeg, n)} ${formatDecDms(decDeg, n)}`;
				expect(printed).toMatch(/^[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)? [+-]\d\d:[0-5]\d:[0-5]\d(\.\d+)?$/);
				const read = parsePosition(printed)!;
				const apart = separationDeg(raDeg, decDeg, read.raDeg, read.decDeg);
				expect(apart * 3600).toBeLessThan(8 * 10 ** -n + 1e-8);
			}),
			{ numRuns: 2000 }
		);
	});

	it.each([
		[95, 1],
		[NaN, 1],
		[5, -1],
		[5, 1.5],
		[5, 10]
	])('refuses declination %d with %d digits', (decDeg, digits) =>
		expect(() => formatDecDms(decDeg, digits)).toThrow(LookbackError)
	);
});

describe('iauName', () => {
	it.each([
		[285.3870833333333, 14.969083333333334, 'J190132.9+145808.7'],
		[285.38749, 14.96911, 'J190132.9+145808.7'],
		[0, -0.5, 'J000000.0-003000.0'],
		[359.99999, -0.00001, 'J235959.9+000000.0'],
		[360, 90, 'J000000.0+900000.0']
	])('of (%d, %d) is %s: cut, not rounded', (raDeg, decDeg, expected) =>
		expect(iauName(raDeg, decDeg)).toBe(expected)
	);

	it('names itself again when it is read', () => {
		fc.assert(
			fc.property(positions, ({ raDeg, decDeg }) => {
				const name = iauName(raDeg, decDeg);
				const read = parsePosition(name)!;
				expect(iauName(read.raDeg, read.decDeg)).toBe(name);
			}),
			{ numRuns: 2000 }
		);
	});
});
