export type SymbolName = keyof typeof outlines;

/** Corners of symbols around (0, 0) for a radius of 1, y downwards; null for a circle. */
const outlines = {
	circle: null,
	'triangle-up': polygon(3, -90, 1.15),
	'triangle-down': polygon(3, 90, 1.15),
	'triangle-left': polygon(3, 180, 1.15),
	'triangle-right': polygon(3, 0, 1.15),
	'bow-tie': [-1, -0.8, 0, -0.2, 1, -0.8, 1, 0.8, 0, 0.2, -1, 0.8],
	square: polygon(4, 45, 1.15),
	diamond: polygon(4, 0, 1.15),
	pentagon: polygon(5, -90, 1.05),
	hexagon: polygon(6, 0, 1.05),
	star: polygon(10, -90, 1.25, 0.5),
	cross: [
		-1, -0.33, -0.33, -0.33, -0.33, -1, 0.33, -1, 0.33, -0.33, 1, -0.33, 1, 0.33, 0.33, 0.33, 0.33, 1, -0.33,
		1, -0.33, 0.33, -1, 0.33
	]
} as const satisfies Record<string, readonly number[] | null>;

function polygon(corners: number, startDeg: number, radius: number, inner = 1): readonly number[] {
	return Array.from({ length: corners }, (_, k) => {
		const angle = ((startDeg + (360 * k) / corners) * Math.PI) / 180;
		const r = k % 2 ? radius * inner : radius;
		return [r * Math.cos(angle), r * Math.sin(angle)];
	}).flat();
}

/** How to draw a symbol of a radius at any point: steps from its centre, so that 20,000 of them are short to write. */
export interface Pen {
	readonly startX: number;
	readonly startY: number;
	readonly steps: string;
}

export function penFor(symbol: SymbolName, radius: number): Pen {
	const corners = outlines[symbol];
	if (!corners) {
		const r = tenth(radius * 0.95);
		return { startX: -r, startY: 0, steps: `a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z` };
	}
	const at = (k: number) => [tenth(radius * corners[2 * k]!), tenth(radius * corners[2 * k + 1]!)] as const;
	const [startX, startY] = at(0);
	const steps = Array.from({ length: corners.length / 2 - 1 }, (_, k) => {
		const [[fromX, fromY], [toX, toY]] = [at(k), at(k + 1)];
		return `${tenth(toX - fromX)} ${tenth(toY - fromY)}`;
	});
	return { startX, startY, steps: `l${terse(steps.join(' '))}z` };
}

/** Numbers of path data without what their readers can do without: of thousands of symbols that is a quarter. */
function terse(numbers: string): string {
	return numbers.replace(/\b0\./g, '.').replace(/ -/g, '-');
}

/** Path data of what a pen draws around a point, in the units of the drawing. */
export function drawn(pen: Pen, x: number, y: number): string {
	return `M${tenth(x + pen.startX)} ${tenth(y + pen.startY)}${pen.steps}`;
}

/** Path data of a symbol around a point. */
export function symbolPath(symbol: SymbolName, x: number, y: number, radius: number): string {
	return drawn(penFor(symbol, radius), x, y);
}

/** A coordinate to a tenth of a pixel. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;
