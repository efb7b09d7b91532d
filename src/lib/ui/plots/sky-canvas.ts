import { skyHeight, skyRadius, skyWidth } from '#lib/ui/plots/mollweide.ts';
import { glyphPath, type PlacedPoints, type SkySymbol } from '#lib/ui/plots/sky-points.ts';
import type { SkyView } from '#lib/ui/plots/sky-view.ts';

/** How points of a layer look on a canvas; `colour` as the browser computes it, `rgb(0, 0, 0)`. */
export interface CanvasSymbol {
	readonly symbol: SkySymbol;
	readonly colour: string;
}

/** A symbol as pixels: where they are from its middle, and their colours with how much they cover. */
interface Stamp {
	readonly dx: Int16Array;
	readonly dy: Int16Array;
	readonly rgba: Uint32Array;
}

/** A canvas of this size in pixels, as its context. Given in, so that drawing runs wherever there is one. */
export type MakeCanvas = (width: number, height: number) => CanvasRenderingContext2D;

/** Symbols drawn once; `pixelRatio` is of the device. */
export function stampsOf(
	symbols: readonly CanvasSymbol[],
	pixelRatio: number,
	makeCanvas: MakeCanvas
): Stamp[] {
	return symbols.map(({ symbol, colour }) => {
		const middle = Math.ceil(5 * pixelRatio);
		const side = 2 * middle + 1;
		const context = makeCanvas(side, side);
		context.strokeStyle = context.fillStyle = colour;
		context.lineWidth = (symbol === 'dot' || symbol === 'square' ? 4 : 1.5) * pixelRatio;
		context.lineCap = symbol === 'square' ? 'square' : 'round';
		const path = new Path2D(glyphPath(symbol, middle + 0.5, middle + 0.5, 3 * pixelRatio));
		if (symbol === 'triangle') context.fill(path);
		else context.stroke(path);
		const { data } = context.getImageData(0, 0, side, side);
		const words = new Uint32Array(data.buffer);
		const drawn = [...words.keys()].filter((i) => data[4 * i + 3]! > 20);
		return {
			dx: Int16Array.from(drawn, (i) => (i % side) - middle),
			dy: Int16Array.from(drawn, (i) => Math.floor(i / side) - middle),
			rgba: Uint32Array.from(drawn, (i) => words[i]!)
		};
	});
}

/**
 * Draws every point of a view, pixel by pixel: of 50,000 symbols that takes a few milliseconds where a path of them
 * takes a second.
 */
export function drawPoints(
	context: CanvasRenderingContext2D,
	placed: PlacedPoints,
	view: SkyView,
	stamps: readonly Stamp[]
): void {
	const { width, height } = context.canvas;
	if (width === 0 || height === 0) return;
	const image = context.createImageData(width, height);
	const words = new Uint32Array(image.data.buffer);
	const scale = (width / skyWidth) * view.zoom;
	const left = (skyWidth / 2 - view.x) * scale;
	const top = (skyHeight / 2 - view.y) * scale;
	const half = skyRadius * scale;
	for (let i = 0; i < placed.count; i++) {
		let turn = (placed.raDeg[i]! - view.centerRaDeg) / 360;
		turn -= Math.round(turn);
		const x = Math.round(left - 4 * half * placed.halfLength[i]! * turn);
		const y = Math.round(top - half * placed.height[i]!);
		if (x < -10 || y < -10 || x > width + 10 || y > height + 10) continue;
		const { dx, dy, rgba } = stamps[placed.layer[i]!]!;
		for (let k = 0; k < rgba.length; k++) {
			const column = x + dx[k]!;
			const row = y + dy[k]!;
			if (column < 0 || row < 0 || column >= width || row >= height) continue;
			const at = row * width + column;
			// the one that covers more is seen
			if (rgba[k]! >>> 24 > words[at]! >>> 24) words[at] = rgba[k]!;
		}
	}
	context.putImageData(image, 0, 0);
}
