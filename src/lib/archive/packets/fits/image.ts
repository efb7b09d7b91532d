import { LookbackError } from '#lib/errors.ts';
import { countOf, integerOf, numberOf } from './header.ts';
import { readHdus, type Hdu } from './hdus.ts';

/** A picture of a FITS file: `width` x `height` values, the file's first row first; NaN where it has none. */
export interface FitsImage {
	readonly width: number;
	readonly height: number;
	readonly values: Float64Array;
}

/** A stamp has thousands of pixels; a mosaic of hundreds of millions is no picture for a page. */
const mostPixels = 4 << 20;

const readers: Readonly<Record<number, (view: DataView, index: number) => number>> = {
	8: (view, index) => view.getUint8(index),
	16: (view, index) => view.getInt16(2 * index),
	32: (view, index) => view.getInt32(4 * index),
	64: (view, index) => Number(view.getBigInt64(8 * index)),
	[-32]: (view, index) => view.getFloat32(4 * index),
	[-64]: (view, index) => view.getFloat64(8 * index)
};

/**
 * The first image of two axes in a FITS file, scaled. Source: FITS Standard 4.0, sections 4.4.2.5 and 5.
 * @throws LookbackError `fits/no-image` where it has none, `fits/large-image` above 4 million pixels.
 */
export function readImage(bytes: Uint8Array): FitsImage {
	for (const hdu of readHdus(bytes)) {
		if (hdu.header.get('XTENSION') !== undefined && hdu.header.get('XTENSION') !== 'IMAGE') continue;
		if (integerOf(hdu.header, 'NAXIS') === 2) return imageOf(hdu);
	}
	throw new LookbackError('incorrect', 'fits/no-image', 'The FITS file holds no image of two axes.');
}

function imageOf({ header, data }: Hdu): FitsImage {
	const [width, height] = [countOf(header, 'NAXIS1'), countOf(header, 'NAXIS2')];
	const count = width * height;
	if (count === 0) throw new LookbackError('incorrect', 'fits/no-image', 'The FITS image has no pixels.');
	if (count > mostPixels)
		throw new LookbackError(
			'incorrect',
			'fits/large-image',
			`The FITS image has ${width} x ${height} pixels, and at most ${mostPixels} are read.`,
			{ width, height }
		);
	const bits = integerOf(header, 'BITPIX');
	const read = readers[bits];
	if (!read)
		throw new LookbackError(
			'incorrect',
			'fits/bad-keyword',
			`The FITS keyword BITPIX is ${bits}, and 8, 16, 32, 64, -32 or -64 is wanted.`,
			{ keyword: 'BITPIX' }
		);
	const view = new DataView(data.buffer, data.byteOffset, data.length);
	const [scale, zero] = [numberOf(header, 'BSCALE') ?? 1, numberOf(header, 'BZERO') ?? 0];
	const blank = bits > 0 ? numberOf(header, 'BLANK') : null;
	const values = Float64Array.from({ length: count }, (_, index) => {
		const value = read(view, index);
		return value === blank ? NaN : value * scale + zero;
	});
	return { width, height, values };
}
