import { LookbackError } from '#lib/errors.ts';
import { nsideOf, pixelAreaSr } from '#lib/sky/healpix.ts';
import type { Skymap } from '#lib/sky/skymap.ts';

/**
 * The multi-order map that says the same as one value for each pixel of an order, in NESTED numbering: wherever the
 * four parts of a coarser pixel all have the very same value, one cell stands for them.
 * `values` are probabilities per `pixel`, or densities per `steradian`.
 * @throws LookbackError `sky/bad-pixel-count` unless there are 12 * 4^order values.
 */
export function fromNestedPixels(order: number, values: Float64Array, per: 'pixel' | 'steradian'): Skymap {
	const pixels = 12 * nsideOf(order) ** 2;
	if (values.length !== pixels)
		throw new LookbackError(
			'incorrect',
			'sky/bad-pixel-count',
			`The flat sky map has ${values.length} pixels; at order ${order} it must have ${pixels}.`,
			{ order, pixels: values.length }
		);
	let cells = 0;
	forEachBlock(order, values, () => cells++);
	const map = {
		order: new Uint8Array(cells),
		pixel: new Float64Array(cells),
		density: new Float64Array(cells)
	};
	const scale = per === 'pixel' ? 1 / pixelAreaSr(order) : 1;
	let row = 0;
	forEachBlock(order, values, (first, merged) => {
		map.order[row] = order - merged;
		map.pixel[row] = first / 4 ** merged;
		map.density[row] = values[first]! * scale;
		row++;
	});
	return map;
}

/** Calls with the first pixel of each largest block of 4^merged equal pixels that is a pixel `merged` orders up. */
function forEachBlock(
	order: number,
	values: Float64Array,
	call: (first: number, merged: number) => void
): void {
	let runEnd = 0;
	for (let first = 0; first < values.length;) {
		if (runEnd <= first) {
			runEnd = first + 1;
			while (runEnd < values.length && values[runEnd] === values[first]) runEnd++;
		}
		let merged = 0;
		let size = 1;
		while (merged < order && first % (size * 4) === 0 && first + size * 4 <= runEnd) {
			merged++;
			size *= 4;
		}
		call(first, merged);
		first += size;
	}
}
