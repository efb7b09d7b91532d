import { cornersOf } from '#lib/sky/healpix.ts';

/** A HEALPix cell, NESTED. */
export interface Cell {
	readonly order: number;
	readonly pixel: number;
}

type LonLat = [number, number];

/** Rings of a drawn region, as coordinates of a GeoJSON polygon. */
export type Outline = LonLat[][];

const COARSEST_ORDER = 4;
const FINEST_ORDER = 8;
const USUAL_PIXELS = 8000;

/**
 * Rings around the cells, for a drawing: as one GeoJSON polygon, clockwise around what is inside (d3-geo's way).
 * Cells are brought to one order between 4 and 8 that needs no more than 8,000 pixels (or as many as told); a finer cell makes its whole
 * pixel part of the region, so the drawn region is never too small.
 */
export function outlineOf(
	cells: readonly Cell[],
	mostPixels = USUAL_PIXELS
): { type: 'Polygon'; coordinates: Outline } {
	const order = drawnOrder(cells, mostPixels);
	const edges = new Map<string, { from: string; to: string; at: LonLat }>();
	for (const pixel of pixelsAt(cells, order)) {
		const [north, west, south, east] = cornersOf(order, pixel).map(({ raDeg, decDeg }): LonLat => [
			rounded(raDeg),
			rounded(decDeg)
		]);
		const ring = [north, east, south, west] as LonLat[];
		ring.forEach((at, k) => {
			const from = vertex(at);
			const to = vertex(ring[(k + 1) % 4] as LonLat);
			// An edge and its reverse are shared by two pixels: neither is on the outline.
			if (!edges.delete(`${to}>${from}`)) edges.set(`${from}>${to}`, { from, to, at });
		});
	}
	return { type: 'Polygon', coordinates: ringsOf([...edges.values()]) };
}

function drawnOrder(cells: readonly Cell[], mostPixels: number): number {
	const covered = cells.reduce((sum, { order }) => sum + 4 ** -order, 0);
	const finest = Math.max(COARSEST_ORDER, ...cells.map(({ order }) => order));
	let order = Math.min(finest, FINEST_ORDER);
	while (order > COARSEST_ORDER && covered * 4 ** order > mostPixels) order--;
	return order;
}

function pixelsAt(cells: readonly Cell[], order: number): Set<number> {
	const pixels = new Set<number>();
	for (const cell of cells) {
		if (cell.order >= order) {
			pixels.add(Math.floor(cell.pixel / 4 ** (cell.order - order)));
			continue;
		}
		const count = 4 ** (order - cell.order);
		for (let k = 0; k < count; k++) pixels.add(cell.pixel * count + k);
	}
	return pixels;
}

/** To 0.00001 degrees: a drawing shows no more, and a page carries every digit. */
const rounded = (deg: number): number => Math.round(deg * 1e5) / 1e5;

const vertex = ([lon, lat]: LonLat): string => `${Math.round(lon * 1e6) % 360e6},${Math.round(lat * 1e6)}`;

function ringsOf(edges: readonly { from: string; to: string; at: LonLat }[]): LonLat[][] {
	const leaving = Map.groupBy(edges, ({ from }) => from);
	const rings: LonLat[][] = [];
	for (const start of edges) {
		const ring: LonLat[] = [];
		for (let edge = leaving.get(start.from)?.pop(); edge; edge = leaving.get(edge.to)?.pop())
			ring.push(edge.at);
		if (ring.length) rings.push([...ring, ring[0] as LonLat]);
	}
	return rings;
}
