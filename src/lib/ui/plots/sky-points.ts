import { parallelOf, placeOn, turnFrom } from '#lib/ui/plots/mollweide.ts';
import type { SkyView } from '#lib/ui/plots/sky-view.ts';

/** Something at a position. */
export interface SkyPoint {
	readonly raDeg: number;
	readonly decDeg: number;
	/** What it is called. */
	readonly name: string;
	/** Address of its page without the leading slash; null where it has none. */
	readonly subject: string | null;
	/** What else is worth telling, in a few words; '' for nothing. */
	readonly note: string;
}

/** Points of one kind, told from those of others by their symbol; `token` is the custom property of its colour. */
export interface SkyLayer {
	readonly name: string;
	readonly symbol: SkySymbol;
	readonly token: '--ink' | '--accent' | '--past' | '--bad';
	readonly points: readonly SkyPoint[];
}

export type SkySymbol = keyof typeof glyphs;

/**
 * Path of a symbol of radius r around the current point, to stand behind `M x y`. Dots and squares are a line of no
 * length with a round or square end: two thousand of them are 20 kB of path.
 */
const glyphs = {
	dot: () => 'h0',
	square: () => 'h0',
	plus: (r: number) => `m${-r} 0h${2 * r}m${-r} ${-r}v${2 * r}`,
	cross: (r: number) => `m${-r} ${-r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
	triangle: (r: number) => `m0 ${-r}l${r} ${1.7 * r}h${-2 * r}z`,
	diamond: (r: number) => `m0 ${-r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`,
	ring: (r: number) => `m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`
} as const satisfies Record<string, (r: number) => string>;

/** Path of one symbol at (x, y). */
export function glyphPath(symbol: SkySymbol, x: number, y: number, radius: number): string {
	return `M${x} ${y}${glyphs[symbol](radius)}`;
}

/** All points of a layer as one path; `most` are drawn at most. */
export function layerPath({ symbol, points }: SkyLayer, view: SkyView, radius: number, most: number): string {
	const digits = view.zoom > 8 ? 100 : 10;
	const round = (value: number) => Math.round(value * digits) / digits;
	const glyph = glyphs[symbol](round(radius));
	let path = '';
	for (const { raDeg, decDeg } of points.slice(0, most)) {
		const [x, y] = placeOn(parallelOf(decDeg), turnFrom(view.centerRaDeg, raDeg));
		path += `M${round(x)} ${round(y)}${glyph}`;
	}
	return path;
}

/** Points of all layers, solved for their parallels: what drawing and pointing go through many times. */
export interface PlacedPoints {
	readonly count: number;
	readonly raDeg: Float64Array;
	readonly height: Float64Array;
	readonly halfLength: Float64Array;
	/** Which layer each is of. */
	readonly layer: Uint8Array;
}

export function placedPoints(layers: readonly SkyLayer[]): PlacedPoints {
	const count = layers.reduce((sum, { points }) => sum + points.length, 0);
	const placed = {
		count,
		raDeg: new Float64Array(count),
		height: new Float64Array(count),
		halfLength: new Float64Array(count),
		layer: new Uint8Array(count)
	};
	let i = 0;
	layers.forEach(({ points }, layer) => {
		for (const point of points) {
			const { height, halfLength } = parallelOf(point.decDeg);
			placed.raDeg[i] = point.raDeg;
			placed.height[i] = height;
			placed.halfLength[i] = halfLength;
			placed.layer[i++] = layer;
		}
	});
	return placed;
}

/** Number of the point nearest to (x, y) of the drawing, of those within a distance; null without one. */
export function nearestPoint(
	placed: PlacedPoints,
	{ centerRaDeg }: SkyView,
	x: number,
	y: number,
	within: number
): number | null {
	let found: number | null = null;
	let best = within * within;
	for (let i = 0; i < placed.count; i++) {
		const parallel = { height: placed.height[i]!, halfLength: placed.halfLength[i]! };
		const at = placeOn(parallel, turnFrom(centerRaDeg, placed.raDeg[i]!));
		const apart = (at[0] - x) ** 2 + (at[1] - y) ** 2;
		if (apart < best) [best, found] = [apart, i];
	}
	return found;
}

/** The point of a number, counted through the layers. */
export function pointAt(layers: readonly SkyLayer[], number: number): SkyPoint | null {
	let rest = number;
	for (const { points } of layers) {
		if (rest < points.length) return points[rest]!;
		rest -= points.length;
	}
	return null;
}
