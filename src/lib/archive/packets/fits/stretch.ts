import type { FitsImage } from './image.ts';

/** Percentiles of the pixels that are drawn black and white: a stamp's source fills some ten of its 4,000. */
const [blackPercent, whitePercent] = [1, 99.7];
/** Where the curve turns from straight to logarithmic, as a part of the range (astropy's `AsinhStretch(a=0.1)`). */
const bend = 0.1;

/**
 * Shades of an image, 0 (black) to 255 (white), the row that lies highest in the sky's usual drawing first: FITS files
 * begin with the lowest. Pixels from the 1st to the 99.7th percentile fill the range, by asinh(t / 0.1) / asinh(10);
 * pixels without a value are black. Source: astropy.visualization, `AsymmetricPercentileInterval`, `AsinhStretch`.
 */
export function shadesOf({ width, height, values }: FitsImage): Uint8Array {
	const sorted = values.filter(Number.isFinite).sort();
	const black = percentile(sorted, blackPercent);
	const range = percentile(sorted, whitePercent) - black;
	const shades = new Uint8Array(width * height);
	for (let row = 0; row < height; row++) {
		for (let column = 0; column < width; column++) {
			const value = values[(height - 1 - row) * width + column] ?? NaN;
			shades[row * width + column] = shade(range > 0 ? (value - black) / range : 0);
		}
	}
	return shades;
}

/** Of a part of the range; a NaN is 0. */
function shade(part: number): number {
	const within = Math.min(Math.max(part, 0), 1);
	return Math.round((255 * Math.asinh(within / bend)) / Math.asinh(1 / bend)) || 0;
}

/** Of sorted values, linear between its neighbours; NaN of none. */
function percentile(sorted: Float64Array, percent: number): number {
	const place = (percent / 100) * (sorted.length - 1);
	const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
	return below + (above - below) * (place - Math.floor(place));
}
