import { footprintPolygons, type Footprint } from '#lib/planner/facilities/footprint.ts';

const degree = Math.PI / 180;

/** A place of the grid; `band` counts from south. */
export interface GridPlace {
	readonly band: number;
	readonly place: number;
	readonly raDeg: number;
	readonly decDeg: number;
}

interface Band {
	readonly decDeg: number;
	/** Places at equal steps of right ascension, the first at 0. */
	readonly places: number;
}

/**
 * Places for a footprint (position angle 0) in bands of declination, such that the boxes around it leave no sky out.
 * Instead of a circle the square in it is taken.
 */
export class FreeGrid {
	readonly bands: readonly Band[];
	/** Places of all bands before each. */
	readonly #before: readonly number[];

	constructor(footprint: Footprint) {
		const { halfWidth, halfHeight } = boxOf(footprint);
		const north: Band[] = [];
		const { band, topRad } = bandAbove(-Math.atan(halfHeight), halfWidth, halfHeight);
		for (let top = topRad; top < Math.PI / 2 - 1e-9;) {
			const next = bandAbove(top, halfWidth, halfHeight);
			north.push(next.band);
			top = next.topRad;
		}
		const south = north.toReversed().map(({ decDeg, places }) => ({ decDeg: -decDeg, places }));
		this.bands = [...south, band, ...north];
		let sum = 0;
		this.#before = this.bands.map(({ places }) => (sum += places) - places);
	}

	/** The places within an angle of a position, all in degrees. */
	*near(raDeg: number, decDeg: number, radiusDeg: number): Generator<GridPlace> {
		const holdsPole = Math.abs(decDeg) + radiusDeg >= 90;
		const sinReach = Math.sin(radiusDeg * degree) / Math.cos(decDeg * degree);
		const raReachDeg = holdsPole ? 180 : Math.asin(Math.min(1, sinReach)) / degree;
		for (let band = this.#firstFrom(decDeg - radiusDeg); band < this.bands.length; band++) {
			const { decDeg: bandDec, places } = this.bands[band]!;
			if (bandDec > decDeg + radiusDeg) break;
			const first = Math.ceil(((raDeg - raReachDeg) / 360) * places);
			const last = Math.min(first + places - 1, Math.floor(((raDeg + raReachDeg) / 360) * places));
			for (let i = first; i <= last; i++) {
				const place = ((i % places) + places) % places;
				yield { band, place, raDeg: (360 * place) / places, decDeg: bandDec };
			}
		}
	}

	/** A number that no other place of the grid has. */
	numberOf({ band, place }: GridPlace): number {
		return this.#before[band]! + place;
	}

	#firstFrom(decDeg: number): number {
		let [from, to] = [0, this.bands.length];
		while (from < to) {
			const middle = (from + to) >>> 1;
			if (this.bands[middle]!.decDeg < decDeg) from = middle + 1;
			else to = middle;
		}
		return from;
	}
}

/** Wider than 160 degrees nothing is projected. */
const widestRad = 80 * degree;

/** Half of the box on the plane, in radians. */
function boxOf(footprint: Footprint): { halfWidth: number; halfHeight: number } {
	if (footprint.shape === 'circle') {
		const half = Math.tan(Math.min(footprint.radiusDeg * degree, widestRad)) / Math.SQRT2;
		return { halfWidth: half, halfHeight: half };
	}
	let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
	for (const corners of footprintPolygons(footprint))
		for (const [x, y] of corners) {
			[left, right] = [Math.min(left, x), Math.max(right, x)];
			[bottom, top] = [Math.min(bottom, y), Math.max(top, y)];
		}
	return { halfWidth: ((right - left) / 2) * degree, halfHeight: ((top - bottom) / 2) * degree };
}

/** Part of its height that a band must gain, or it gets more places: far north the corners of a box hang low. */
const leastGain = 0.7;

/** The band that begins at a declination of the north, or just below the equator, and how far up it leaves no gap. */
function bandAbove(bottomRad: number, halfWidth: number, halfHeight: number): { band: Band; topRad: number } {
	const half = Math.atan(halfHeight);
	// A box about the pole holds all that is as near to it as its nearer sides.
	if (bottomRad >= Math.PI / 2 - Math.atan(Math.min(halfWidth, halfHeight)))
		return { band: { decDeg: 90, places: 1 }, topRad: Math.PI / 2 };
	const dec = Math.min(bottomRad + half, Math.PI / 2 - 1e-6);
	const [sin, cos] = [Math.sin(dec), Math.cos(dec)];
	// On the plane, a meridian that is `ra` off stands at x = tan(ra) (cos - y sin): least far out at the equator's side.
	const widest = Math.atan(halfWidth / (cos + halfHeight * Math.abs(sin)));
	for (let places = Math.ceil(Math.PI / widest); ; places++) {
		const band = { decDeg: dec / degree, places };
		// The pole is in the box, and so is each meridian from the band's lower side to it.
		if (cos <= halfHeight * sin) return { band, topRad: Math.PI / 2 };
		const x = Math.tan(Math.PI / places) * (cos - halfHeight * sin);
		const topRad = Math.asin((sin + halfHeight * cos) / Math.hypot(1, x, halfHeight));
		if (topRad - bottomRad >= leastGain * 2 * half) return { band, topRad };
	}
}
