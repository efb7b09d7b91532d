import type { PlottedPoint } from '#lib/ui/plots/light-curve.ts';

/** The place among points (by x) of the one nearest to a spot, or null where none is within `reach` pixels. */
export function nearestPoint(
	points: readonly PlottedPoint[],
	x: number,
	y: number,
	reach: number
): number | null {
	let nearest: number | null = null;
	let least = reach * reach;
	for (let k = firstFrom(points, x - reach); k < points.length; k++) {
		const point = points[k]!;
		if (point.x > x + reach) break;
		const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
		if (distance <= least) [nearest, least] = [k, distance];
	}
	return nearest;
}

/** The place of the first point at or right of `x`. */
function firstFrom(points: readonly PlottedPoint[], x: number): number {
	let [from, to] = [0, points.length];
	while (from < to) {
		const middle = (from + to) >> 1;
		if (points[middle]!.x < x) from = middle + 1;
		else to = middle;
	}
	return from;
}
