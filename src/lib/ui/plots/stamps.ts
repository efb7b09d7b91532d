/** A symbol as pixels: where they are from its middle, and their colours with how much they cover. */
export interface Stamp {
	readonly dx: Int16Array;
	readonly dy: Int16Array;
	readonly rgba: Uint32Array;
}

/** A canvas of this size in pixels, as its context. Given in, so that drawing runs wherever there is one. */
export type MakeCanvas = (width: number, height: number) => CanvasRenderingContext2D;

/** The pixels that `draw` leaves on a canvas of its own, of which (middle, middle) is the middle. */
export function stampOf(
	middle: number,
	makeCanvas: MakeCanvas,
	draw: (context: CanvasRenderingContext2D) => void
): Stamp {
	const side = 2 * middle + 1;
	const context = makeCanvas(side, side);
	draw(context);
	const { data } = context.getImageData(0, 0, side, side);
	const words = new Uint32Array(data.buffer);
	const drawn = [...words.keys()].filter((i) => data[4 * i + 3]! > 20);
	return {
		dx: Int16Array.from(drawn, (i) => (i % side) - middle),
		dy: Int16Array.from(drawn, (i) => Math.floor(i / side) - middle),
		rgba: Uint32Array.from(drawn, (i) => words[i]!)
	};
}

/** The pixels of a drawing, by rows, as `drawStamp` writes them. */
export interface Pixels {
	readonly width: number;
	readonly height: number;
	readonly words: Uint32Array;
}

/** Writes a line of one colour and one pixel's width, from a row down to another, by the same rule as `drawStamp`. */
export function drawUpright(
	{ width, height, words }: Pixels,
	rgba: number,
	x: number,
	top: number,
	bottom: number
): void {
	if (x < 0 || x >= width) return;
	const last = Math.min(bottom, height - 1) * width + x;
	const cover = rgba >>> 24;
	for (let at = Math.max(top, 0) * width + x; at <= last; at += width)
		if (cover >= words[at]! >>> 24) words[at] = rgba;
}

/**
 * Writes a symbol around a pixel: of 50,000 symbols that takes a few milliseconds where a path of them takes a second.
 * Where one lies on another, the one that covers more is seen; of two that cover as much, the later.
 */
export function drawStamp({ width, height, words }: Pixels, { dx, dy, rgba }: Stamp, x: number, y: number) {
	for (let k = 0; k < rgba.length; k++) {
		const column = x + dx[k]!;
		const row = y + dy[k]!;
		if (column < 0 || row < 0 || column >= width || row >= height) continue;
		const at = row * width + column;
		if (rgba[k]! >>> 24 >= words[at]! >>> 24) words[at] = rgba[k]!;
	}
}
