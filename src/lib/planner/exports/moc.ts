import { fitsCard, fitsHeader, padded } from '#lib/archive/demo/fits.ts';
import { mergeRanges, type PixelRange } from '#lib/sky/moc.ts';
import type { FieldOfView } from '../coverage/field-of-view.ts';
import { coverageRanges } from '../coverage/coverage-moc.ts';

/** Pixels of several orders that make up a region of the sky, none in another (IVOA MOC 2.0). */
export interface Moc {
	/** The finest order; at 12 pixels are 52 arcseconds wide, at 10 they are 3.4 arcminutes. */
	readonly order: number;
	/** Pixels by order from 0 to `order`, ascending. */
	readonly pixels: readonly (readonly bigint[])[];
}

/** Fields with a finer edge would take seconds to tell. */
const mostFineFields = 200;

/** What fields of view cover together: at order 12 up to 200 fields, at order 10 beyond. */
export function mocOf(fields: readonly FieldOfView[]): Moc {
	const order = fields.length <= mostFineFields ? 12 : 10;
	return { order, pixels: pixelsOf(coverageRanges(fields, order), order) };
}

/** Order-29 ranges, whole at an order, as the largest pixels that make them up. */
export function pixelsOf(ranges: readonly PixelRange[], order: number): bigint[][] {
	const pixels: bigint[][] = Array.from({ length: order + 1 }, () => []);
	for (const { from, to } of mergeRanges(ranges))
		for (let at = from; at < to;) {
			let coarse = order;
			while (coarse > 0 && fits(at, to, coarse - 1)) coarse -= 1;
			pixels[coarse]!.push(at >> widthBits(coarse));
			at += 1n << widthBits(coarse);
		}
	return pixels;
}

function fits(at: bigint, to: bigint, order: number): boolean {
	const width = 1n << widthBits(order);
	return at % width === 0n && at + width <= to;
}

/** A pixel of an order has 2 to the power of so many pixels of order 29. */
function widthBits(order: number): bigint {
	return BigInt(2 * (29 - order));
}

/** JSON as the MOC standard has it (MOC 2.0, section 4.3.3); the finest order is named even where it has no pixel. */
export function mocJson({ order, pixels }: Moc): Record<string, number[]> {
	const entries = pixels.flatMap((ones, at) =>
		ones.length > 0 || at === order ? [[String(at), ones.map(Number)] as const] : []
	);
	return Object.fromEntries(entries);
}

/** FITS as the MOC standard has it (MOC 2.0, section 4.3.1): NUNIQ pixels, `4^(order+1) + pixel`, in a binary table. */
export function mocFits({ order, pixels }: Moc): Uint8Array {
	const uniq = pixels.flatMap((ones, at) => ones.map((pixel) => (4n << BigInt(2 * at)) + pixel));
	const data = Buffer.alloc(8 * uniq.length);
	for (const [i, value] of uniq.entries()) data.writeBigInt64BE(value, 8 * i);
	const primary = fitsHeader([
		fitsCard('SIMPLE', true),
		fitsCard('BITPIX', 8),
		fitsCard('NAXIS', 0),
		fitsCard('EXTEND', true)
	]);
	const extension = fitsHeader([
		fitsCard('XTENSION', 'BINTABLE'),
		fitsCard('BITPIX', 8),
		fitsCard('NAXIS', 2),
		fitsCard('NAXIS1', 8),
		fitsCard('NAXIS2', uniq.length),
		fitsCard('PCOUNT', 0),
		fitsCard('GCOUNT', 1),
		fitsCard('TFIELDS', 1),
		fitsCard('TTYPE1', 'UNIQ'),
		fitsCard('TFORM1', '1K'),
		fitsCard('PIXTYPE', 'HEALPIX'),
		fitsCard('ORDERING', 'NUNIQ'),
		fitsCard('COORDSYS', 'C'),
		fitsCard('MOCVERS', '2.0'),
		fitsCard('MOCDIM', 'SPACE'),
		fitsCard('MOCORD_S', order),
		fitsCard('MOCORDER', order),
		fitsCard('MOCTOOL', 'Lookback')
	]);
	return Buffer.concat([primary, extension, padded(data)]);
}
