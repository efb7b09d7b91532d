import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, instantFromUnixMicroseconds, instantFromUnixMilliseconds } from '#lib/sky/time.ts';

describe('formatInstant', () => {
	it.each([
		[0, '1970-01-01T00:00:00Z'],
		[1, '1970-01-01T00:00:00.000001Z'],
		[-1, '1969-12-31T23:59:59.999999Z'],
		[1_569_963_540_120_000, '2019-10-01T20:59:00.12Z'],
		[Number.MAX_SAFE_INTEGER, '2255-06-05T23:47:34.740991Z'],
		[-Number.MAX_SAFE_INTEGER, '1684-07-28T00:12:25.259009Z']
	])('prints %d microseconds as %s', (microseconds, expected) =>
		expect(formatInstant(instantFromUnixMicroseconds(microseconds))).toBe(expected)
	);

	it('agrees with Date on whole milliseconds', () => {
		fc.assert(
			fc.property(fc.integer({ min: -9e12, max: 9e12 }), (ms) => {
				const printed = formatInstant(instantFromUnixMilliseconds(ms));
				expect(new Date(printed).getTime()).toBe(ms);
			})
		);
	});
});

describe('instantFromUnixMicroseconds', () => {
	it('rounds to a whole microsecond, without a negative zero', () => {
		expect(instantFromUnixMicroseconds(1.5)).toBe(2);
		expect(instantFromUnixMicroseconds(-0.2)).toBe(0);
		expect(instantFromUnixMicroseconds(1_569_963_540_120_001n)).toBe(1_569_963_540_120_001);
	});

	it.each([NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1n << 62n])('refuses %s', (microseconds) =>
		expect(() => instantFromUnixMicroseconds(microseconds)).toThrow(LookbackError)
	);
});
