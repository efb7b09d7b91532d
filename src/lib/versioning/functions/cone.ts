import { separationDeg } from '#lib/sky/separation.ts';

const arcsecPerDeg = 3600;

/** Anything with an ICRS position in degrees. */
export interface Placed {
	readonly ra_deg: number;
	readonly dec_deg: number;
}

/** A row that lies near a position. */
export interface Neighbour<Row> {
	readonly row: Row;
	readonly separation_arcsec: number;
}

/** Whether a position lies within a radius of another; the rim counts. */
export function isInCone(position: Placed, center: Placed, radiusArcsec: number): boolean {
	return separationArcsec(position, center) <= radiusArcsec;
}

/** Angle between two positions in arcseconds. */
export function separationArcsec(a: Placed, b: Placed): number {
	return separationDeg(a.ra_deg, a.dec_deg, b.ra_deg, b.dec_deg) * arcsecPerDeg;
}

/** Rows of a catalogue by declination, so that those near a position are found without looking at all. */
export class Catalogue<Row extends Placed> {
	readonly #rows: readonly Row[];

	constructor(rows: readonly Row[]) {
		this.#rows = [...rows].sort((a, b) => a.dec_deg - b.dec_deg);
	}

	/** Rows within a radius of a position, the nearest first. */
	around(center: Placed, radiusArcsec: number): Neighbour<Row>[] {
		const reachDeg = radiusArcsec / arcsecPerDeg;
		const found: Neighbour<Row>[] = [];
		for (let i = this.#firstFrom(center.dec_deg - reachDeg); i < this.#rows.length; i++) {
			const row = this.#rows[i]!;
			if (row.dec_deg > center.dec_deg + reachDeg) break;
			const separation = separationArcsec(row, center);
			if (separation <= radiusArcsec) found.push({ row, separation_arcsec: separation });
		}
		return found.sort((a, b) => a.separation_arcsec - b.separation_arcsec);
	}

	/** Number of the first row at or north of a declination. */
	#firstFrom(decDeg: number): number {
		let [low, high] = [0, this.#rows.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#rows[middle]!.dec_deg < decDeg) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

/** Each row of a list with its neighbours in a catalogue, the nearest first; rows without any are left out. */
export function crossMatch<Row extends Placed, Other extends Placed>(
	list: readonly Row[],
	catalogue: readonly Other[],
	radiusArcsec: number
): { readonly row: Row; readonly neighbours: Neighbour<Other>[] }[] {
	const sorted = new Catalogue(catalogue);
	return list
		.map((row) => ({ row, neighbours: sorted.around(row, radiusArcsec) }))
		.filter(({ neighbours }) => neighbours.length > 0);
}
