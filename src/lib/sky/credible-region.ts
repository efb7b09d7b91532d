import { LookbackError } from '#lib/errors.ts';
import { finestNumberOrder, finestOrder } from '#lib/sky/healpix.ts';
import type { PixelRange } from '#lib/sky/moc.ts';
import { cellAreaSr, rowAt, totalProbability, type Skymap } from '#lib/sky/skymap.ts';

/*
 * The credible region of a level is the smallest set of cells that holds that part of the map's probability: cells
 * by decreasing density (of equal ones the earlier row first) until the level is reached.
 */

const steradianDeg2 = (180 / Math.PI) ** 2;

/** Rows of the cells of the credible region of a level (0 to 1, 0 not included), in the order of the rows. */
export function credibleCells(map: Skymap, level: number): Uint32Array {
	const last = lastCell(map, level);
	let count = 0;
	for (let i = 0; i < map.density.length; i++) if (isWithin(map, last, i)) count++;
	const rows = new Uint32Array(count);
	let next = 0;
	for (let i = 0; i < map.density.length; i++) if (isWithin(map, last, i)) rows[next++] = i;
	return rows;
}

/** Area of the credible region of a level (0 to 1, 0 not included), in square degrees. */
export function credibleAreaDeg2(map: Skymap, level: number): number {
	const last = lastCell(map, level);
	let areaSr = 0;
	for (let i = 0; i < map.density.length; i++)
		if (isWithin(map, last, i)) areaSr += cellAreaSr[map.order[i]!]!;
	return areaSr * steradianDeg2;
}

/**
 * The smallest credible level whose region holds a position in degrees: the probability of all cells that come
 * before its own, so that the position is in the region of every level above. 1 where the map has no probability.
 */
export function credibleLevelAt(map: Skymap, raDeg: number, decDeg: number): number {
	const total = checkedTotal(map);
	const row = rowAt(map, raDeg, decDeg);
	if (row === null || map.density[row] === 0) return 1;
	let before = 0;
	for (let i = 0; i < map.density.length; i++)
		if (i !== row && isWithin(map, row, i)) before += map.density[i]! * cellAreaSr[map.order[i]!]!;
	return before / total;
}

/** The credible region of a level as order-29 ranges, sorted and merged. */
export function regionRanges(map: Skymap, level: number): PixelRange[] {
	const rows = credibleCells(map, level);
	// In numbers at the finest order that allows it; cells do not overlap, so starts and ends sort apart.
	const starts = new Float64Array(rows.length);
	const ends = new Float64Array(rows.length);
	rows.forEach((row, i) => {
		const size = 4 ** (finestNumberOrder - map.order[row]!);
		starts[i] = map.pixel[row]! * size;
		ends[i] = starts[i]! + size;
	});
	starts.sort();
	ends.sort();
	const shift = BigInt(2 * (finestOrder - finestNumberOrder));
	const ranges: PixelRange[] = [];
	for (let first = 0, i = 0; i < rows.length; i++) {
		if (starts[i + 1] === ends[i]) continue;
		ranges.push({ from: BigInt(starts[first]!) << shift, to: BigInt(ends[i]!) << shift });
		first = i + 1;
	}
	return ranges;
}

/** Whether a row comes no later than another by decreasing density. */
function isWithin({ density }: Skymap, last: number, row: number): boolean {
	return density[row]! > density[last]! || (density[row] === density[last] && row <= last);
}

/**
 * Row of the last cell of the region. Only the cells near it are sorted: the others are summed by the leading bits
 * of their density (exponent and 5 bits), which order positive doubles as their values do.
 */
function lastCell(map: Skymap, level: number): number {
	if (!(level > 0 && level <= 1))
		throw new LookbackError(
			'incorrect',
			'sky/bad-level',
			`The credible level is ${level}; it must be above 0 and at most 1.`,
			{ level: String(level) }
		);
	const target = level * checkedTotal(map);
	const { order, density } = map;
	const words = new Uint32Array(density.buffer, density.byteOffset, 2 * density.length);
	const probability = new Float64Array(0x10000);
	for (let i = 0; i < density.length; i++)
		if (density[i]! > 0) probability[words[2 * i + 1]! >>> 15]! += density[i]! * cellAreaSr[order[i]!]!;
	const lowest = probability.findIndex((sum) => sum > 0);
	let bucket = 0xffff;
	let reached = 0;
	for (; bucket > lowest && reached + probability[bucket]! < target; bucket--)
		reached += probability[bucket]!;
	const rows: number[] = [];
	for (let i = 0; i < density.length; i++)
		if (density[i]! > 0 && words[2 * i + 1]! >>> 15 === bucket) rows.push(i);
	rows.sort((a, b) => density[b]! - density[a]! || a - b);
	const crossing = rows.find((row) => (reached += density[row]! * cellAreaSr[order[row]!]!) >= target);
	return crossing ?? rows.at(-1)!;
}

function checkedTotal(map: Skymap): number {
	const total = totalProbability(map);
	if (Math.abs(total - 1) > 0.01)
		throw new LookbackError(
			'incorrect',
			'sky/bad-probability',
			`The sky map's probability sums to ${total}; it must be within 0.01 of 1.`,
			{ total }
		);
	return total;
}
