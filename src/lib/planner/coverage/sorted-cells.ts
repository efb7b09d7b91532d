import { LookbackError } from '#lib/errors.ts';
import { finestNumberOrder, pixelOf } from '#lib/sky/healpix.ts';
import { cellAreaSr, totalProbability, type Skymap } from '#lib/sky/skymap.ts';

/** Size of a pixel of an order in pixels of the finest one, in whose numbers places are told. */
export const pixelSize = Float64Array.from({ length: finestNumberOrder + 1 }, (_, order) =>
	Math.pow(4, finestNumberOrder - order)
);

/** A map's cells that have some probability, sorted by place; whatever the map's total, theirs is 1. */
export class SortedCells {
	/** Row of each cell in the map. */
	readonly row: Uint32Array;
	readonly order: Uint8Array;
	/** The first pixel of the finest order in each cell. */
	readonly begin: Float64Array;
	/** Probability of all cells before each, and at the end of all. */
	readonly before: Float64Array;

	/**
	 * @throws LookbackError `planner/empty-map` where nothing has any probability, `sky/bad-density` where one is
	 * negative or none, `planner/overlapping-cells` where two cells share some sky.
	 */
	constructor(map: Skymap) {
		const total = totalProbability(map);
		if (total === 0)
			throw new LookbackError(
				'incorrect',
				'planner/empty-map',
				`The sky map has ${map.order.length} cells and no probability in any; some is needed to cover it.`,
				{ cells: map.order.length }
			);
		const row = sortedRows(map);
		this.row = row;
		this.order = Uint8Array.from(row, (i) => map.order[i]!);
		this.begin = Float64Array.from(row, (i) => beginOf(map, i));
		this.before = new Float64Array(row.length + 1);
		for (let i = 0; i < row.length; i++) {
			this.before[i + 1] = this.before[i]! + (map.density[row[i]!]! / total) * cellAreaSr[this.order[i]!]!;
			if (i > 0 && this.begin[i]! < this.begin[i - 1]! + pixelSize[this.order[i - 1]!]!)
				throw new LookbackError(
					'incorrect',
					'planner/overlapping-cells',
					`The sky map's cells in rows ${row[i - 1]} and ${row[i]} overlap; each sky must be in one cell.`,
					{ rows: [row[i - 1], row[i]] }
				);
		}
	}

	/** The first of cells `from` to `to` that begins at a pixel of the finest order or after it, else `to`. */
	firstFrom(begin: number, from: number, to: number): number {
		while (from < to) {
			const middle = (from + to) >>> 1;
			if (this.begin[middle]! < begin) from = middle + 1;
			else to = middle;
		}
		return from;
	}

	/** The cell that holds a position in degrees, or null where the map has no probability. */
	cellAt(raDeg: number, decDeg: number): number | null {
		const pixel = pixelOf(finestNumberOrder, raDeg, decDeg);
		const cell = this.firstFrom(pixel + 1, 0, this.begin.length) - 1;
		return cell >= 0 && pixel < this.begin[cell]! + pixelSize[this.order[cell]!]! ? cell : null;
	}
}

const sorted = new WeakMap<Skymap, SortedCells>();

/** A map's cells, sorted once for all who ask. @throws LookbackError as `SortedCells`. */
export function sortedCells(map: Skymap): SortedCells {
	const known = sorted.get(map) ?? new SortedCells(map);
	sorted.set(map, known);
	return known;
}

function beginOf({ order, pixel }: Skymap, row: number): number {
	return pixel[row]! * pixelSize[order[row]!]!;
}

function sortedRows(map: Skymap): Uint32Array {
	const { density } = map;
	let count = 0;
	for (let i = 0; i < density.length; i++) if (density[i]! > 0) count++;
	const rows = new Uint32Array(count);
	let isSorted = true;
	let last = -1;
	for (let i = 0, next = 0; i < density.length; i++) {
		if (density[i] === 0) continue;
		const begin = beginOf(map, i);
		isSorted &&= begin >= last;
		last = begin;
		rows[next++] = i;
	}
	return isSorted ? rows : rows.sort((a, b) => beginOf(map, a) - beginOf(map, b));
}
