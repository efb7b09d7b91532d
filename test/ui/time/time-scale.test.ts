import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '#lib/sky/time.ts';
import { scaleOf } from '#lib/ui/time/scale.ts';

const second = 1_000_000;
const moments = fc
	.uniqueArray(fc.integer({ min: 0, max: 2_000_000_000 }), { minLength: 1, maxLength: 60 })
	.map((seconds) => seconds.sort((a, b) => a - b).map((one) => (one * second) as Instant));
const now = (2_000_000_001 * second) as Instant;

describe('the line of changes', () => {
	test('goes from the first change to now, in order, each apart from the next', () => {
		fc.assert(
			fc.property(moments, (at) => {
				const { places } = scaleOf(at, now);
				expect(places[0]).toBe(0);
				const all = [...places, 1];
				for (let i = 1; i < all.length; i++) expect(all[i]! - all[i - 1]!).toBeGreaterThan(1e-4);
			})
		);
	});

	test('gives a longer gap more room', () => {
		const [a, b, c] = scaleOf([0, 60 * second, 86_400 * second] as Instant[], now).places;
		expect(c! - b!).toBeGreaterThan(b! - a!);
	});

	test('finds each change at its own place, and now at the end', () => {
		fc.assert(
			fc.property(moments, (at) => {
				const scale = scaleOf(at, now);
				expect(at.map((one) => scale.nearest(scale.placeOf(one)))).toEqual(at.map((_, i) => i));
				expect(scale.placeOf(now)).toBe(1);
				expect(scale.nearest(1)).toBe(at.length);
			})
		);
	});

	test('puts any moment between its neighbours', () => {
		fc.assert(
			fc.property(moments, fc.integer({ min: -10, max: 2_000_000_010 }), (at, seconds) => {
				const scale = scaleOf(at, now);
				const place = scale.placeOf((seconds * second) as Instant);
				const known = at.findLastIndex((one) => one <= seconds * second);
				expect(place).toBeGreaterThanOrEqual(scale.places[known] ?? 0);
				expect(place).toBeLessThanOrEqual(known === -1 ? 0 : (scale.places[known + 1] ?? 1));
			})
		);
	});
});
