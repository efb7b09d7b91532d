import { LookbackError } from '#lib/errors.ts';
import { fitsCard, fitsHeader, padded } from '#lib/archive/demo/fits.ts';
import { pixelAreaSr } from '#lib/sky/healpix.ts';
import { mergeRanges, type PixelRange } from '#lib/sky/moc.ts';
import type { FieldOfView } from '../coverage/field-of-view.ts';
import { coverageSteps } from '../coverage/coverage-moc.ts';
import { footprintEdgesDeg } from '../facilities/footprint.ts';

/** Pixels of several orders that make up a region of the sky, none in another (IVOA MOC 2.0). */
export interface Moc {
	/** The finest order; at 12 pixels are 52 arcseconds wide, at 9 they are 6.9 arcminutes. */
	readonly order: number;
	/** Pixels by order from 0 to `order`, ascending. */
	readonly pixels: readonly (readonly bigint[])[];
}

const [coarsest, finest] = [9, 12];
/** Edges through more pixels make no file that anybody reads, and take seconds. */
const mostEdgePixels = 400_000;
/** Different ones, of which a survey has no more in a season: those of 64 chips each take some seconds. */
const mostFields = 2000;

/**
 * What fields of view cover together: at the finest order from 9 to 12 at which their edges go through no more than 400,000 pixels.
 * Others have their turn meanwhile. @throws LookbackError `planner/too-much` for more than 2,000 different fields.
 */
export async function mocOf(fields: readonly FieldOfView[]): Promise<Moc> {
	const different = differentOf(fields);
	if (different.length > mostFields)
		throw new LookbackError(
			'incorrect',
			'planner/too-much',
			`There are ${different.length} different fields, and one map is made of ${mostFields} at most; ask for less time by from and to.`
		);
	const edgesDeg = different.reduce((sum, { footprint }) => sum + footprintEdgesDeg(footprint), 0);
	let order = finest;
	while (order > coarsest && edgesDeg > mostEdgePixels * pixelWidthDeg(order)) order -= 1;
	const steps = coverageSteps(different, order);
	for (let step = steps.next(); ; step = steps.next()) {
		if (step.done) return { order, pixels: pixelsOf(step.value, order) };
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** Fields without those that cover the same as another. */
function differentOf(fields: readonly FieldOfView[]): FieldOfView[] {
	const placeOf = ({ raDeg, decDeg, positionAngleDeg }: FieldOfView) =>
		`${raDeg} ${decDeg} ${positionAngleDeg ?? 0}`;
	const alike = Map.groupBy(fields, ({ footprint }) => footprint);
	return [...alike.values()].flatMap((ones) => [...new Map(ones.map((one) => [placeOf(one), one])).values()]);
}

function pixelWidthDeg(order: number): number {
	return (Math.sqrt(pixelAreaSr(order)) * 180) / Math.PI;
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
