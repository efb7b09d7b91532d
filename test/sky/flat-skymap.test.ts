import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { fromNestedPixels } from '#lib/sky/flat-skymap.ts';
import { pixelAreaSr } from '#lib/sky/healpix.ts';
import { totalProbability, type Skymap } from '#lib/sky/skymap.ts';

/** Density of every pixel of an order as the cells tell it. */
function flattened({ order, pixel, density }: Skymap, to: number): Float64Array {
	const values = new Float64Array(12 * 4 ** to).fill(NaN);
	order.forEach((o, i) => {
		const size = 4 ** (to - o);
		for (let p = pixel[i]! * size; p < (pixel[i]! + 1) * size; p++) {
			if (!Number.isNaN(values[p])) throw new Error(`pixel ${p} is covered twice`);
			values[p] = density[i]!;
		}
	});
	return values;
}

/** Runs of equal values, so that siblings are equal often. */
const flatMaps = fc.integer({ min: 0, max: 3 }).chain((order) =>
	fc
		.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 70 })), { minLength: 1 })
		.map((runs) => {
			const values = runs.flatMap(([value, length]) => new Array<number>(length).fill(value));
			return {
				order,
				values: Float64Array.from({ length: 12 * 4 ** order }, (_, i) => values[i % values.length]!)
			};
		})
);

describe('fromNestedPixels', () => {
	it('loses nothing, covers every pixel once and leaves no four equal siblings', () => {
		fc.assert(
			fc.property(flatMaps, ({ order, values }) => {
				const map = fromNestedPixels(order, values, 'steradian');
				expect(flattened(map, order)).toEqual(values);
				const families = new Map<string, number>();
				map.order.forEach((o, i) => {
					if (o === 0) return;
					const family = `${o} ${Math.floor(map.pixel[i]! / 4)} ${map.density[i]}`;
					families.set(family, (families.get(family) ?? 0) + 1);
				});
				for (const equal of families.values()) expect(equal).toBeLessThan(4);
			}),
			{ numRuns: 500 }
		);
	});

	it('makes 12 cells of an even sky', () => {
		const map = fromNestedPixels(5, new Float64Array(12 * 4 ** 5).fill(1 / (12 * 4 ** 5)), 'pixel');
		expect([...map.order]).toEqual(new Array(12).fill(0));
		expect([...map.pixel]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
		expect(totalProbability(map)).toBeCloseTo(1, 12);
	});

	it('turns probability per pixel to density', () => {
		const values = new Float64Array(48);
		values[17] = 1;
		const map = fromNestedPixels(1, values, 'pixel');
		expect(Math.max(...map.density)).toBeCloseTo(1 / pixelAreaSr(1), 12);
		expect(totalProbability(map)).toBeCloseTo(1, 12);
	});

	it.each([11, 13, 0])('refuses %d pixels at order 0', (length) =>
		expect(() => fromNestedPixels(0, new Float64Array(length), 'pixel')).toThrow(LookbackError)
	);
});
