import { skyHeight, skyRadius, skyWidth } from '#lib/ui/plots/mollweide.ts';
import { glyphPath, type PlacedPoints, type SkySymbol } from '#lib/ui/plots/sky-points.ts';
import type { SkyView } from '#lib/ui/plots/sky-view.ts';
import { drawStamp, stampOf, type MakeCanvas, type Stamp } from '#lib/ui/plots/stamps.ts';

/** How points of a layer look on a canvas; `colour` as the browser computes it, `rgb(0, 0, 0)`. */
export interface CanvasSymbol {
	readonly symbol: SkySymbol;
	readonly colour: string;
}

/** Symbols drawn once; `pixelRatio` is of the device. */
export function stampsOf(
	symbols: readonly CanvasSymbol[],
	pixelRatio: number,
	makeCanvas: MakeCanvas
): Stamp[] {
	return symbols.map(({ symbol, colour }) => {
		const middle = Math.ceil(5 * pixelRatio);
		return stampOf(middle, makeCanvas, (context) => {
			context.strokeStyle = context.fillStyle = colour;
			context.lineWidth = (symbol === 'dot' || symbol === 'square' ? 4 : 1.5) * pixelRatio;
			context.lineCap = symbol === 'square' ? 'square' : 'round';
			const path = new Path2D(glyphPath(symbol, middle + 0.5, middle + 0.5, 3 * pixelRatio));
			if (symbol === 'triangle') context.fill(path);
			else context.stroke(path);
		});
	});
}

/** Draws every point of a view, pixel by pixel. */
export function drawPoints(
	context: CanvasRenderingContext2D,
	placed: PlacedPoints,
	view: SkyView,
	stamps: readonly Stamp[]
): void {
	const { width, height } = context.canvas;
	if (width === 0 || height === 0) return;
	const image = context.createImageData(width, height);
	const pixels = { width, height, words: new Uint32Array(image.data.buffer) };
	const scale = (width / skyWidth) * view.zoom;
	const left = (skyWidth / 2 - view.x) * scale;
	const top = (skyHeight / 2 - view.y) * scale;
	const half = skyRadius * scale;
	// the first layer lies on top
	for (let i = placed.count - 1; i >= 0; i--) {
		let turn = (placed.raDeg[i]! - view.centerRaDeg) / 360;
		turn -= Math.round(turn);
		const x = Math.round(left - 4 * half * placed.halfLength[i]! * turn);
		const y = Math.round(top - half * placed.height[i]!);
		if (x < -10 || y < -10 || x > width + 10 || y > height + 10) continue;
		drawStamp(pixels, stamps[placed.layer[i]!]!, x, y);
	}
	context.putImageData(image, 0, 0);
}
