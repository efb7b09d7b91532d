import { project, skyHeight, skyWidth, unproject } from '#lib/ui/plots/mollweide.ts';

/** The part of the sky's drawing that is looked at: which right ascension is in its middle, and a frame within it. */
export interface SkyView {
	readonly centerRaDeg: number;
	/** Upper left corner of the frame, in units of the drawing. */
	readonly x: number;
	readonly y: number;
	/** 1 shows the whole sky. */
	readonly zoom: number;
}

const mostZoom = 60;

/** The whole sky around a right ascension. */
export function wholeSky(centerRaDeg: number): SkyView {
	return { centerRaDeg: wrapped(centerRaDeg), x: 0, y: 0, zoom: 1 };
}

/** Nearer by a factor, with the point (x, y) of the drawing staying where it is seen. */
export function zoomed(view: SkyView, factor: number, x: number, y: number): SkyView {
	const zoom = Math.min(mostZoom, Math.max(1, view.zoom * factor));
	const shrink = view.zoom / zoom;
	return inside({ ...view, zoom, x: x - (x - view.x) * shrink, y: y - (y - view.y) * shrink });
}

/** Moved by parts of the frame's width and height; the whole sky turns instead. */
export function moved(view: SkyView, right: number, down: number): SkyView {
	if (view.zoom === 1) return { ...view, centerRaDeg: wrapped(view.centerRaDeg - right * 360) };
	return inside({
		...view,
		x: view.x + (right * skyWidth) / view.zoom,
		y: view.y + (down * skyHeight) / view.zoom
	});
}

/** Turned and moved so that a position is in the middle; as near as it was. */
export function centredOn(view: SkyView, raDeg: number, decDeg: number): SkyView {
	const [x, y] = project(raDeg, raDeg, decDeg);
	const frame = { x: x - skyWidth / (2 * view.zoom), y: y - skyHeight / (2 * view.zoom) };
	return inside({ zoom: view.zoom, centerRaDeg: wrapped(raDeg), ...frame });
}

/** The position in the middle of the frame; null where that is outside the sky. */
export function middleOf(view: SkyView): { raDeg: number; decDeg: number } | null {
	return unproject(
		view.centerRaDeg,
		view.x + skyWidth / (2 * view.zoom),
		view.y + skyHeight / (2 * view.zoom)
	);
}

/** The frame as an SVG has it. */
export function viewBoxOf({ x, y, zoom }: SkyView): string {
	return [x, y, skyWidth / zoom, skyHeight / zoom].map((value) => Number(value.toFixed(3))).join(' ');
}

function inside(view: SkyView): SkyView {
	const most = 1 - 1 / view.zoom;
	const within = (value: number, length: number) => Math.min(most * length, Math.max(0, value));
	return { ...view, x: within(view.x, skyWidth), y: within(view.y, skyHeight) };
}

function wrapped(raDeg: number): number {
	return ((raDeg % 360) + 360) % 360;
}
