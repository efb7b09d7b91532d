import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSkymap, encodeSkymap } from '#lib/archive/skymap-codec.ts';
import type { Skymap } from '#lib/sky/skymap.ts';

const cell = fc.integer({ min: 0, max: 24 }).chain((order) =>
	fc.record({
		order: fc.constant(order),
		pixel: fc.integer({ min: 0, max: 12 * 4 ** order - 1 }),
		density: fc.double({ min: 0, noNaN: true })
	})
);

function mapOf(cells: readonly { order: number; pixel: number; density: number }[]): Skymap {
	return {
		order: Uint8Array.from(cells, ({ order }) => order),
		pixel: Float64Array.from(cells, ({ pixel }) => pixel),
		density: Float64Array.from(cells, ({ density }) => density)
	};
}

const cellsOf = ({ order, pixel, density }: Skymap): string[] =>
	Array.from(order, (each, row) => `${each}/${pixel[row]}/${density[row]}`);

describe('the stored form of a sky map', () => {
	it('gives back every cell to the last bit', () => {
		fc.assert(
			fc.property(fc.array(cell, { maxLength: 60 }), (cells) => {
				const map = mapOf(cells);
				expect(cellsOf(decodeSkymap(encodeSkymap(map))).sort()).toEqual(cellsOf(map).sort());
			})
		);
	});

	it('stands in the order of the sky', () => {
		const map = mapOf([
			{ order: 2, pixel: 100, density: 1 },
			{ order: 0, pixel: 0, density: 2 },
			{ order: 24, pixel: 12 * 4 ** 24 - 1, density: 3 },
			{ order: 1, pixel: 5, density: 4 }
		]);
		expect([...decodeSkymap(encodeSkymap(map)).density]).toEqual([2, 4, 1, 3]);
	});

	it('is not read when damaged', () => {
		const bytes = encodeSkymap(mapOf([{ order: 1, pixel: 2, density: 3 }]));
		const other = Uint8Array.from(bytes);
		other[0] = 9;
		const more = Uint8Array.from(bytes);
		more[1] = 2;
		for (const damaged of [other, more, bytes.subarray(0, 4), bytes.subarray(0, bytes.length - 3)])
			expect(() => decodeSkymap(damaged)).toThrow(expect.objectContaining({ code: 'archive/bad-skymap' }));
	});
});
