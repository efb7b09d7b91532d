import { LookbackError } from '#lib/errors.ts';
import { fromNestedPixels } from '#lib/sky/flat-skymap.ts';
import { nestedToRing } from '#lib/sky/healpix-ring.ts';
import { finestNumberOrder, fromUniq, pixelAreaSr } from '#lib/sky/healpix.ts';
import { totalProbability, type Skymap } from '#lib/sky/skymap.ts';
import { integerOf, textOf, type FitsHeader } from '../fits/header.ts';
import { readHdus } from '../fits/hdus.ts';
import { binaryTable, columnValues, wholeNumbers, type BinaryTable, type Column } from '../fits/table.ts';

export interface FitsSkymap {
	readonly skymap: Skymap;
	/** Header of the table the map stands in, and of the file where that leaves a keyword out. */
	readonly header: FitsHeader;
}

/**
 * The map of a FITS file: multi-order (UNIQ) or flat (HEALPix RING or NESTED; of all pixels, or of those it lists, the
 * others being 0), a probability or a density a row, as name and unit of the column say. Distances are read by
 * `readDistances`.
 * Sources: LVK public alerts user guide (multi-order sky maps), the HEALPix FITS keywords
 * (healpix.sourceforge.io/data/examples/healpix_fits_specs.pdf).
 * @throws LookbackError `skymap/...` for FITS files that hold no such map, and for maps that do not sum to 1.
 */
export function readSkymap(bytes: Uint8Array): FitsSkymap {
	let primary: FitsHeader | null = null;
	for (const hdu of readHdus(bytes)) {
		primary ??= hdu.header;
		const table = binaryTable(hdu);
		if (table === null) continue;
		const skymap = multiOrder(table) ?? flat(table);
		if (skymap === null) continue;
		checkFrame(table.header);
		checkTotal(skymap);
		return { skymap, header: filledIn(table.header, primary) };
	}
	throw unsupported(
		'not-a-map',
		'The FITS file holds no HEALPix probability map: no table of it has columns UNIQ and PROBDENSITY (or PROB), or PIXTYPE HEALPIX.',
		{}
	);
}

/** HEALPix' own OBJECT says how much of the sky a table has: Fermi's maps name the burst in the first header alone. */
function filledIn(table: FitsHeader, primary: FitsHeader): FitsHeader {
	const told = [...table].filter(
		([keyword, value]) => keyword !== 'OBJECT' || !/^(FULLSKY|PARTIAL)?$/i.test(String(value).trim())
	);
	return new Map([...primary, ...told]);
}

/** What one unit of a column's values is: a probability of the pixel, or so much of it a steradian. */
type Measure = 'pixel' | { readonly perSr: number };

const deg2PerSr = (180 / Math.PI) ** 2;

/** By the column's unit; without one by its name. */
function measureOf({ name, unit }: Column): Measure {
	if (/sr\W*-1|\/ ?sr/.test(unit ?? '')) return { perSr: 1 };
	if (/deg\W*-2|\/ ?deg\W*2/.test(unit ?? '')) return { perSr: deg2PerSr };
	return /DENSITY/i.test(name) ? { perSr: 1 } : 'pixel';
}

/** The first column of one of some names, whatever the case. */
export const columnNamed = (table: BinaryTable, names: readonly string[]): Column | undefined =>
	table.columns.find(({ name }) => names.includes(name.toUpperCase()));

function multiOrder(table: BinaryTable): Skymap | null {
	const uniq = columnNamed(table, ['UNIQ']);
	const value = columnNamed(table, ['PROBDENSITY', 'PROBABILITY_DENSITY', 'PROB', 'PROBABILITY']);
	if (!uniq || !value || value.repeat !== 1) return null;
	const order = new Uint8Array(table.rows);
	const pixel = new Float64Array(table.rows);
	const density = new Float64Array(table.rows);
	const values = columnValues(table, value);
	const measure = measureOf(value);
	wholeNumbers(table, uniq).forEach((number, row) => {
		const cell = fromUniq(number);
		if (cell.order > finestNumberOrder)
			throw unsupported(
				'too-fine',
				`The sky map has cells of order ${cell.order}, and maps are read up to order ${finestNumberOrder}.`,
				{ order: cell.order }
			);
		order[row] = cell.order;
		pixel[row] = Number(cell.pixel);
		density[row] = values.at(row) * (measure === 'pixel' ? 1 / pixelAreaSr(cell.order) : measure.perSr);
	});
	return { order, pixel, density };
}

/** HEALPix' mark of a pixel without a value. */
const unseen = -1.6375e30;

/**
 * The finest flat map read: 12 * 2048^2 pixels are a file of 403 MB as doubles. Finer flat maps would take four times
 * that; their makers publish them as multi-order maps.
 */
const largestNside = 2048;

function flat(table: BinaryTable): Skymap | null {
	const { header } = table;
	// A coverage map (MOC) calls itself HEALPIX too, and has no values.
	if (textOf(header, 'PIXTYPE')?.toUpperCase() !== 'HEALPIX' || columnNamed(table, ['UNIQ'])) return null;
	const ordering = textOf(header, 'ORDERING')?.toUpperCase() ?? '';
	const isRing = ordering.startsWith('RING');
	if (!isRing && !ordering.startsWith('NEST'))
		throw unsupported(
			'ordering',
			`The sky map's ORDERING is "${ordering}", and RING, NESTED or NUNIQ is read.`,
			{
				ordering
			}
		);
	const nside = integerOf(header, 'NSIDE');
	const order = Math.log2(nside);
	if (!Number.isInteger(order) || nside < 1 || nside > largestNside)
		throw unsupported(
			'nside',
			`The sky map has NSIDE ${nside}, and powers of two up to ${largestNside} are read.`,
			{
				nside
			}
		);
	const index = indexColumn(table);
	const column =
		columnNamed(table, ['PROB', 'PROBABILITY', 'PROBDENSITY']) ?? table.columns.find((one) => one !== index);
	if (!column) return null;
	const pixels = 12 * nside ** 2;
	const measure = measureOf(column);
	const factor = measure === 'pixel' ? 1 : measure.perSr;
	const values = columnValues(table, column);
	if (values.length !== (index ? table.rows : pixels))
		throw wrongPixels(`has ${values.length} pixels, and NSIDE ${nside} wants ${pixels}`, nside);
	const rowOf = rowOfNested(table);
	const nested = {
		length: pixels,
		at(pixel: number) {
			const row = rowOf(pixel);
			if (row === null) return 0;
			const value = values.at(row);
			return Math.abs(value / unseen - 1) < 1e-5 ? 0 : value * factor;
		}
	};
	return fromNestedPixels(order, nested, measure === 'pixel' ? 'pixel' : 'steradian');
}

/** The column that numbers the pixels of a flat map of part of the sky; null of a map of all of it. */
function indexColumn(table: BinaryTable): Column | null {
	if (textOf(table.header, 'INDXSCHM')?.toUpperCase() !== 'EXPLICIT') return null;
	const column = columnNamed(table, ['PIXEL', 'PIX', 'HPXINDEX']);
	if (column) return column;
	const names = table.columns.map(({ name }) => name).join(', ');
	throw unsupported(
		'index',
		`The sky map lists part of its pixels (INDXSCHM EXPLICIT), and its columns are ${names}; PIXEL is wanted.`,
		{ names }
	);
}

/**
 * Where a flat map has a pixel, by its NESTED number: a row of its table, or of its values where a row holds several. Null for
 * pixels that a map of part of the sky leaves out.
 * @throws LookbackError `skymap/pixels` for pixels that are none, or that are listed twice.
 */
export function rowOfNested(table: BinaryTable): (nested: number) => number | null {
	const nside = integerOf(table.header, 'NSIDE');
	const order = Math.log2(nside);
	const isRing = textOf(table.header, 'ORDERING')?.toUpperCase().startsWith('RING') ?? false;
	const numbered = isRing ? (nested: number) => nestedToRing(order, nested) : (nested: number) => nested;
	const index = indexColumn(table);
	if (!index) return numbered;
	const rows = new Map<number, number>();
	wholeNumbers(table, index).forEach((each, row) => {
		const pixel = Number(each);
		if (pixel < 0 || pixel >= 12 * nside ** 2)
			throw wrongPixels(`lists the pixel ${pixel}, and NSIDE ${nside} has ${12 * nside ** 2}`, nside);
		if (rows.has(pixel)) throw wrongPixels(`lists the pixel ${pixel} twice`, nside);
		rows.set(pixel, row);
	});
	return (nested) => rows.get(numbered(nested)) ?? null;
}

function wrongPixels(what: string, nside: number): LookbackError {
	return new LookbackError('incorrect', 'skymap/pixels', `The sky map ${what}.`, { nside });
}

function checkFrame(header: FitsHeader): void {
	const frame = (textOf(header, 'COORDSYS') ?? 'C').trim().toUpperCase();
	if (!/^(C|ICRS|CEL|EQU|FK5|J2000)/.test(frame))
		throw unsupported('frame', `The sky map's COORDSYS is "${frame}", and equatorial maps (C) are read.`, {
			frame
		});
}

/** How far from 1 a map's sum may be: credible regions mean nothing beyond. */
const totalTolerance = 0.01;

function checkTotal(skymap: Skymap): void {
	const total = totalProbability(skymap);
	if (Math.abs(total - 1) > totalTolerance)
		throw new LookbackError(
			'incorrect',
			'skymap/total',
			`The sky map's probability sums to ${total}, and 1 within ${totalTolerance} is wanted.`,
			{ total }
		);
}

function unsupported(code: string, message: string, data: Record<string, unknown>): LookbackError {
	return new LookbackError('unsupported', `skymap/${code}`, message, data);
}
