import { credibleCells } from '#lib/sky/credible-region.ts';
import { outlineOf, type Outline } from '#lib/ui/plots/cells-outline.ts';
import { cellAreaSr, type Skymap } from '#lib/sky/skymap.ts';

/** Cells of a credible region for a drawing, each in a band: band 0 holds the densest tenth of the map's probability. */
export interface BandedCells {
	readonly order: readonly number[];
	readonly pixel: readonly number[];
	/** 0 to 8, tenths of the map's probability. */
	readonly band: readonly number[];
}

const LEVEL = 0.9;
const MOST_CELLS = 1000;

/**
 * The cells of a map's 90 % region as they are, of several orders; where they are more than a page can carry, the finest
 * are joined into their parents, by which the region grows a little and never shrinks.
 */
export function bandedCells(map: Skymap): BandedCells {
	const cells = joined(map, credibleCells(map, LEVEL));
	const density = ({ order, probability }: Joined) => probability / cellAreaSr[order]!;
	const ordered = cells.sort((a, b) => density(b) - density(a));
	const total = ordered.reduce((sum, { probability }) => sum + probability, 0);
	let before = 0;
	const band = ordered.map(({ probability }) => {
		const reached = (before / total) * LEVEL;
		before += probability;
		return Math.floor(reached * 10);
	});
	return { order: ordered.map(({ order }) => order), pixel: ordered.map(({ pixel }) => pixel), band };
}

/** The outline of the densest tenths of a region that make up a level (0.1, 0.2, ... 0.9), along the edges of its cells. */
export function bandedOutline({ order, pixel, band }: BandedCells, level: number): Outline {
	const cells = order.map((one, i) => ({ order: one, pixel: pixel[i]! }));
	return outlineOf(cells.filter((_, i) => band[i]! < Math.round(level * 10))).coordinates;
}

interface Joined {
	readonly order: number;
	readonly pixel: number;
	probability: number;
}

function joined(map: Skymap, rows: Uint32Array): Joined[] {
	const finest = rows.reduce((most, row) => Math.max(most, map.order[row]!), 0);
	for (let order = finest; ; order--) {
		const cells = atMost(map, rows, order);
		if (cells.length <= MOST_CELLS || order === 0) return cells;
	}
}

/** The cells with none finer than `finest`. */
function atMost(map: Skymap, rows: Uint32Array, finest: number): Joined[] {
	const cells = new Map<number, Joined>();
	for (const row of rows) {
		const order = Math.min(map.order[row]!, finest);
		const pixel = Math.floor(map.pixel[row]! / 4 ** (map.order[row]! - order));
		const probability = map.density[row]! * cellAreaSr[map.order[row]!]!;
		const key = 4 ** (order + 1) + pixel;
		const cell = cells.get(key);
		if (cell) cell.probability += probability;
		else cells.set(key, { order, pixel, probability });
	}
	return [...cells.values()];
}
