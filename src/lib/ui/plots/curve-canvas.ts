import { drawn } from '#lib/ui/plots/symbols.ts';
import { hindsightPath, penOf, type MarkGroup } from '#lib/ui/plots/marks-path.ts';
import { drawStamp, drawUpright, stampOf, type MakeCanvas, type Stamp } from '#lib/ui/plots/stamps.ts';

/** Colours of a group as the browser computes them. */
export interface GroupColours {
	readonly fill: string;
	readonly stroke: string;
	/** Of what was revised or withdrawn since. */
	readonly since: string;
}

/** A group of points with its symbol drawn once. */
export interface StampedGroup {
	readonly group: MarkGroup;
	readonly stamp: Stamp;
	/** Colour of the error bars, as `Pixels` hold it. */
	readonly bar: number;
}

/** A group's symbol, as SVG would draw it; `pixelRatio` is of the device. */
export function stampedGroup(
	group: MarkGroup,
	{ fill, stroke, since }: GroupColours,
	radius: number,
	pixelRatio: number,
	makeCanvas: MakeCanvas
): StampedGroup {
	const middle = Math.ceil((2 * radius + 2) * pixelRatio);
	const scaled = (draw: (context: CanvasRenderingContext2D) => void) =>
		stampOf(middle, makeCanvas, (context) => {
			context.translate(middle + 0.5, middle + 0.5);
			context.scale(pixelRatio, pixelRatio);
			draw(context);
		});
	const path = new Path2D(drawn(penOf(group, radius), 0, 0));
	const fate = hindsightPath({ ...group, points: [{ ...group.points[0]!, x: 0, y: 0 }] }, radius);
	const stamp = scaled((context) => {
		context.fillStyle = fill;
		context.strokeStyle = stroke;
		context.lineWidth = 0.8;
		context.setLineDash(group.hindsight === 'unknown' ? [2, 1.6] : []);
		if (group.hindsight !== 'unknown') context.fill(path);
		if (group.mark !== 'detection' || group.hindsight === 'unknown') context.stroke(path);
		if (!fate) return;
		context.strokeStyle = since;
		context.lineWidth = 1.4;
		context.stroke(new Path2D(fate));
	});
	const bar = stampOf(0, makeCanvas, (context) => {
		context.globalAlpha = 0.5;
		context.fillStyle = stroke;
		context.fillRect(0, 0, 1, 1);
	});
	return { group, stamp, bar: bar.rgba[0]! };
}

/** Groups one over the other, as they are given, with the error bars that reach beyond their symbols; null for no room. */
export function imageOfGroups(
	context: CanvasRenderingContext2D,
	groups: readonly StampedGroup[],
	radius: number,
	pixelRatio: number
): ImageData | null {
	const { width, height } = context.canvas;
	if (width === 0 || height === 0) return null;
	const image = context.createImageData(width, height);
	const pixels = { width, height, words: new Uint32Array(image.data.buffer) };
	const at = (length: number) => Math.round(length * pixelRatio);
	for (const { group, bar } of groups) {
		for (const { x, bar: reach } of group.points) {
			if (!reach || Math.abs(reach[1] - reach[0]) <= 2 * radius) continue;
			const [one, other] = reach;
			drawUpright(pixels, bar, at(x), at(Math.min(one, other)), at(Math.max(one, other)));
		}
	}
	// of a group's symbols on one pixel the first is all that can be seen
	const drawnBy = new Uint8Array(width * height);
	groups.forEach(({ group, stamp }, k) => {
		for (const { x, y } of group.points) {
			const place = at(y) * width + at(x);
			if (drawnBy[place] === k + 1) continue;
			drawnBy[place] = k + 1;
			drawStamp(pixels, stamp, at(x), at(y));
		}
	});
	return image;
}
