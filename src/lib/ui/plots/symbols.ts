export type SymbolName = keyof typeof outlines;

/** Corners of symbols around (0, 0) for a radius of 1, y downwards. */
const outlines = {
	circle: polygon(16, 0, 0.95),
	'triangle-up': polygon(3, -90, 1.15),
	'triangle-down': polygon(3, 90, 1.15),
	square: polygon(4, 45, 1.15),
	diamond: polygon(4, 0, 1.15),
	pentagon: polygon(5, -90, 1.05),
	hexagon: polygon(6, 0, 1.05),
	star: polygon(10, -90, 1.25, 0.5),
	cross: [
		-1, -0.33, -0.33, -0.33, -0.33, -1, 0.33, -1, 0.33, -0.33, 1, -0.33, 1, 0.33, 0.33, 0.33, 0.33, 1, -0.33,
		1, -0.33, 0.33, -1, 0.33
	]
} as const satisfies Record<string, readonly number[]>;

function polygon(corners: number, startDeg: number, radius: number, inner = 1): readonly number[] {
	return Array.from({ length: corners }, (_, k) => {
		const angle = ((startDeg + (360 * k) / corners) * Math.PI) / 180;
		const r = k % 2 ? radius * inner : radius;
		return [r * Math.cos(angle), r * Math.sin(angle)];
	}).flat();
}

/** Path data of a symbol around a point, in the units of the drawing. */
export function symbolPath(symbol: SymbolName, x: number, y: number, radius: number): string {
	const corners = outlines[symbol];
	let path = '';
	for (let k = 0; k < corners.length; k += 2) {
		const at = `${tenth(x + radius * (corners[k] ?? 0))} ${tenth(y + radius * (corners[k + 1] ?? 0))}`;
		path += `${k ? 'L' : 'M'}${at}`;
	}
	return `${path}Z`;
}

/** A coordinate to a tenth of a pixel. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;
