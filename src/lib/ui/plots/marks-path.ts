import { bandStyle } from '#lib/ui/plots/bands.ts';
import type { PlottedPoint } from '#lib/ui/plots/light-curve.ts';
import type { Mark } from '#lib/ui/plots/measured-points.ts';
import type { Hindsight } from '#lib/ui/plots/light-curve-point.ts';
import { penFor, tenth, type Pen } from '#lib/ui/plots/symbols.ts';

/** Points that look alike and are hidden together. */
export interface MarkGroup {
	readonly band: string;
	readonly mark: Mark;
	readonly hindsight: Hindsight;
	readonly points: readonly PlottedPoint[];
}

/** Points by look, bands in the order given; what the page knows is drawn over what it does not know yet. */
export function markGroups(points: readonly PlottedPoint[], bands: readonly string[]): readonly MarkGroup[] {
	const known = grouped.get(points);
	if (known) return known;
	const groups = Map.groupBy(points, ({ band, mark, point }) => `${point.hindsight} ${mark} ${band}`);
	const sorted = [...groups.values()]
		.map((of) => ({
			band: of[0]!.band,
			mark: of[0]!.mark,
			hindsight: of[0]!.point.hindsight,
			points: of
		}))
		.sort(
			(a, b) =>
				Number(b.hindsight === 'unknown') - Number(a.hindsight === 'unknown') ||
				bands.indexOf(a.band) - bands.indexOf(b.band)
		);
	grouped.set(points, sorted);
	return sorted;
}

/** A plot is drawn again for each look at it. */
const grouped = new WeakMap<readonly PlottedPoint[], readonly MarkGroup[]>();

/** Radius of symbols in pixels, of so many points. */
export function radiusFor(count: number): number {
	return count > 2000 ? 2.2 : count > 400 ? 3.2 : 4.2;
}

/** What a group's points are drawn with: limits are triangles, forced photometry squares, else by band. */
export function penOf({ band, mark }: Pick<MarkGroup, 'band' | 'mark'>, radius: number): Pen {
	if (mark === 'limit') return penFor('triangle-down', radius);
	if (mark === 'forced') return penFor('square', radius * 0.85);
	return penFor(bandStyle(band).symbol, radius);
}

/** So many points of a group lie on one another: parts of a pixel say nothing, and double what a page has to carry. */
const mostInTenths = 400;

function grainOf(points: readonly PlottedPoint[]): (value: number) => number {
	return points.length > mostInTenths ? Math.round : tenth;
}

/** All of a group in one path. Where points fall on the same half pixel (of many, the same pixel), one of them is drawn. */
export function groupPath(points: readonly PlottedPoint[], pen: Pen): string {
	const grain = grainOf(points);
	const finer = grain === tenth ? 2 : 1;
	const taken = new Set<number>();
	const parts: string[] = [];
	for (const { x, y } of points) {
		const place = Math.round(finer * x) * 100_000 + Math.round(finer * y);
		if (taken.has(place)) continue;
		taken.add(place);
		parts.push(`M${grain(x + pen.startX)} ${grain(y + pen.startY)}${pen.steps}`);
	}
	return parts.join('');
}

/** Error bars of a group in one path: those that reach beyond symbols of a radius. Of many, bars that overlap are one line. */
export function barsPath(points: readonly PlottedPoint[], radius: number): string {
	const grain = grainOf(points);
	const columns = new Map<number, [number, number][]>();
	for (const { x, bar } of points) {
		if (!bar || Math.abs(bar[1] - bar[0]) <= 2 * radius) continue;
		const [one, other] = [grain(bar[0]), grain(bar[1])];
		const reach: [number, number] = one < other ? [one, other] : [other, one];
		const column = columns.get(grain(x));
		if (column) column.push(reach);
		else columns.set(grain(x), [reach]);
	}
	const parts: string[] = [];
	for (const [x, reaches] of columns)
		for (const [from, to] of united(reaches)) parts.push(`M${x} ${from}V${to}`);
	return parts.join('');
}

function united(reaches: [number, number][]): [number, number][] {
	const lines: [number, number][] = [];
	for (const [from, to] of reaches.sort((a, b) => a[0] - b[0])) {
		const last = lines.at(-1);
		if (last && from <= last[1]) last[1] = Math.max(last[1], to);
		else lines.push([from, to]);
	}
	return lines;
}

/** Crosses over points that were withdrawn since, or rings around those that were revised. */
export function hindsightPath({ hindsight, points }: MarkGroup, radius: number): string | null {
	if (hindsight === 'withdrawn') {
		const r = tenth(radius * 1.7);
		return points
			.map(({ x, y }) => `M${tenth(x - r)} ${tenth(y - r)}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`)
			.join('');
	}
	return hindsight === 'revised' ? groupPath(points, penFor('circle', radius * 1.7)) : null;
}
