import { LookbackError } from '#lib/errors.ts';
import { nsideOf, pixelAreaSr } from '#lib/sky/healpix.ts';
import type { Skymap } from '#lib/sky/skymap.ts';

/** One value for each pixel of an order, by pixel number, each asked once and in turn. A `Float64Array` is one. */
export interface PixelValues {
	readonly length: number;
	at(pixel: number): number | undefined;
}

/**
 * The multi-order map that says the same as one value for each pixel of an order, in NESTED numbering: wherever the
 * four parts of a coarser pixel all have the very same value, one cell stands for them.
 * `values` are probabilities per `pixel`, or densities per `steradian`; they are not copied.
 * @throws LookbackError `sky/bad-pixel-count` unless there are 12 * 4^order values.
 */
export function fromNestedPixels(order: number, values: PixelValues, per: 'pixel' | 'steradian'): Skymap {
	const pixels = 12 * nsideOf(order) ** 2;
	if (values.length !== pixels)
		throw new LookbackError(
			'incorrect',
			'sky/bad-pixel-count',
			`The flat sky map has ${values.length} pixels; at order ${order} it must have ${pixels}.`,
			{ order, pixels: values.length }
		);
	const scale = per === 'pixel' ? 1 / pixelAreaSr(order) : 1;
	const cells = new Cells();
	let next = values.at(0)!;
	for (let first = 0; first < pixels;) {
		// The run of equal values that begins here, and the value that ends it.
		const value = next;
		let runEnd = first + 1;
		while (runEnd < pixels && (next = values.at(runEnd)!) === value) runEnd++;
		while (first < runEnd) {
			const merged = ordersMerged(first, runEnd, order);
			cells.add(order - merged, first / 4 ** merged, value * scale);
			first += 4 ** merged;
		}
	}
	return cells.finish();
}

/** How many orders up the largest pixel is that begins with `first` and has no part at or after `end`. */
function ordersMerged(first: number, end: number, order: number): number {
	let merged = 0;
	for (let size = 4; merged < order && first % size === 0 && first + size <= end; size *= 4) merged++;
	return merged;
}

/** Cells whose number is known only at the end: real maps of 50 million pixels have some ten thousand. */
class Cells {
	#count = 0;
	#order = new Uint8Array(4096);
	#pixel = new Float64Array(4096);
	#density = new Float64Array(4096);

	add(order: number, pixel: number, density: number): void {
		if (this.#count === this.#order.length) {
			const length = 2 * this.#count;
			this.#order = new Uint8Array(this.#order.buffer.transfer(length));
			this.#pixel = new Float64Array(this.#pixel.buffer.transfer(8 * length));
			this.#density = new Float64Array(this.#density.buffer.transfer(8 * length));
		}
		this.#order[this.#count] = order;
		this.#pixel[this.#count] = pixel;
		this.#density[this.#count++] = density;
	}

	finish(): Skymap {
		const count = this.#count;
		return {
			order: this.#order.slice(0, count),
			pixel: this.#pixel.slice(0, count),
			density: this.#density.slice(0, count)
		};
	}
}
