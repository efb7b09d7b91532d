import { LookbackError } from '#lib/errors.ts';
import { fromUniq } from '#lib/sky/healpix.ts';
import type { SkymapDistances } from '#lib/sky/skymap-distances.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { integerOf } from '../fits/header.ts';
import { readHdus } from '../fits/hdus.ts';
import { binaryTable, columnValues, wholeNumbers, type BinaryTable, type Column } from '../fits/table.ts';
import { columnNamed, rowOfNested } from './read.ts';

/**
 * The distances that a FITS file tells beside a map (DISTMU, DISTSIGMA, DISTNORM), for each row of the map that was
 * read from it, in whatever order its cells stand; null where the file has none. A cell that stands for several pixels
 * of a flat map has the distances of the first.
 * Source: LVK public alerts user guide, "Sky maps"; units are Mpc and Mpc^-2.
 * @throws LookbackError `skymap/other-map` when the map has a cell that the file has not.
 */
export function readDistances(bytes: Uint8Array, map: Skymap): SkymapDistances | null {
	for (const hdu of readHdus(bytes)) {
		const table = binaryTable(hdu);
		if (table === null) continue;
		const [mu, sigma, norm] = ['DISTMU', 'DISTSIGMA', 'DISTNORM'].map((name) => columnNamed(table, [name]));
		if (!mu || !sigma || !norm) continue;
		const rows = tableRows(table, map);
		const valuesOf = (column: Column, unknown: number): Float64Array => {
			const values = columnValues(table, column);
			return Float64Array.from(rows, (row) => (Number.isNaN(row) ? unknown : values.at(row)));
		};
		return { muMpc: valuesOf(mu, Infinity), sigmaMpc: valuesOf(sigma, 1), norm: valuesOf(norm, 0) };
	}
	return null;
}

/** The row of the table for each row of the map; NaN of cells that a map of part of the sky leaves out. */
function tableRows(table: BinaryTable, { order, pixel }: Skymap): Float64Array {
	const uniq = columnNamed(table, ['UNIQ']);
	if (uniq) {
		const rowOf = new Map<number, number>();
		wholeNumbers(table, uniq).forEach((number, row) => {
			const cell = fromUniq(number);
			rowOf.set(cellNumber(cell.order, Number(cell.pixel)), row);
		});
		return Float64Array.from(pixel, (each, row) => {
			const found = rowOf.get(cellNumber(order[row]!, each));
			if (found === undefined) throw otherMap(order[row]!, each);
			return found;
		});
	}
	const flatOrder = Math.log2(integerOf(table.header, 'NSIDE'));
	const rowOf = rowOfNested(table);
	return Float64Array.from(pixel, (each, row) => {
		if (!(order[row]! <= flatOrder)) throw otherMap(order[row]!, each);
		return rowOf(each * 4 ** (flatOrder - order[row]!)) ?? NaN;
	});
}

/** NUNIQ, which is exact in a double up to the orders that maps have. */
function cellNumber(order: number, pixel: number): number {
	return 4 ** (order + 1) + pixel;
}

function otherMap(order: number, pixel: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'skymap/other-map',
		`The sky map has the cell ${pixel} of order ${order}, and the file that is to tell its distances has not; the map must have been read from it.`,
		{ order, pixel }
	);
}
