import type { Instant } from '#lib/sky/time.ts';

/** How many subjects were selected by when, as two lines of a plot of 100 by 100. */
export interface SelectionCurve {
	readonly most: number;
	readonly known: SelectionLine;
	readonly cut: SelectionLine;
}

export interface SelectionLine {
	readonly total: number;
	/** SVG path; x is the share of the walk in per cent, y 100 at none and 0 at `most`. */
	readonly path: string;
}

interface Selected {
	readonly subject: string;
	readonly selected_at: Instant;
}

interface Different {
	readonly subject: string;
	readonly cut_selected_at: Instant | null;
}

/** Steps of selections by what was known, and by the cut at epochs, whose selections follow from the differences. */
export function selectionCurve(
	selections: readonly Selected[],
	differences: readonly Different[],
	from: Instant,
	to: Instant
): SelectionCurve {
	const different = new Set(differences.map(({ subject }) => subject));
	const known = selections.map(({ selected_at: at }) => at);
	const cut = [
		...selections.filter(({ subject }) => !different.has(subject)).map(({ selected_at: at }) => at),
		...differences.map(({ cut_selected_at: at }) => at).filter((at) => at !== null)
	];
	const most = Math.max(known.length, cut.length, 1);
	const line = (moments: readonly Instant[]) => ({
		total: moments.length,
		path: stepsThrough(moments, (at) => ((at - from) / (to - from)) * 100, most)
	});
	return { most, known: line(known), cut: line(cut) };
}

function stepsThrough(moments: readonly Instant[], x: (at: Instant) => number, most: number): string {
	const round = (value: number) => Math.round(value * 100) / 100;
	const steps = new Map<number, number>();
	moments.toSorted((a, b) => a - b).forEach((at, index) => steps.set(round(x(at)), index + 1));
	const corners = [...steps].map(([at, count]) => `H${at}V${round(100 - (count / most) * 100)}`);
	return `M0,100${corners.join('')}H100`;
}
