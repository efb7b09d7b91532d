import { parallelOf, placeOn, skyHeight, skyWidth, turnFrom } from '#lib/ui/plots/mollweide.ts';
import { middleOf, type SkyView } from '#lib/ui/plots/sky-view.ts';

/** The lines of right ascension and declination of a view, and their labels. */
export interface SkyGrid {
	readonly lines: string;
	readonly labels: readonly {
		readonly text: string;
		readonly x: number;
		readonly y: number;
		readonly of: 'ra' | 'dec';
	}[];
}

/** Degrees between lines, from the whole sky to the nearest zoom. */
const steps = [
	{ fromZoom: 1, deg: 30 },
	{ fromZoom: 2.5, deg: 15 },
	{ fromZoom: 5, deg: 5 },
	{ fromZoom: 16, deg: 2.5 },
	{ fromZoom: 30, deg: 1.25 }
];

/** Lines every 30 degrees of the whole sky, closer as it is zoomed; labels along the middle of the frame. */
export function gridOf(view: SkyView): SkyGrid {
	const step = steps.findLast(({ fromZoom }) => view.zoom >= fromZoom)!.deg;
	const middle = middleOf(view) ?? { raDeg: view.centerRaDeg, decDeg: 0 };
	const frame = {
		left: view.x,
		right: view.x + skyWidth / view.zoom,
		top: view.y,
		bottom: view.y + skyHeight / view.zoom
	};
	const isSeen = ([x, y]: readonly [number, number]) =>
		x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;

	const decs = multiples(step, -90 + step, 90 - step).map((decDeg) => ({ decDeg, at: parallelOf(decDeg) }));
	const shown = decs.filter(({ at }) => {
		const [, y] = placeOn(at, 0);
		return y > frame.top - 50 && y < frame.bottom + 50;
	});
	const parallels = shown.map(({ at }) => {
		const [left, y] = placeOn(at, 1);
		return `M${round(left)} ${round(y)}H${round(placeOn(at, -1)[0])}`;
	});
	const ras = multiples(step, 0, 360 - step);
	const rows = multiples(Math.min(step, 10), -90, 90).map(parallelOf);
	const meridians = ras.map((raDeg) => {
		const turn = turnFrom(view.centerRaDeg, raDeg);
		return `M${rows.map((row) => placeOn(row, turn).map(round).join(' ')).join('L')}`;
	});

	const along = parallelOf(view.zoom === 1 ? 0 : nearest(decs, middle.decDeg));
	const raLabels = ras.map((raDeg) => ({
		text: hours(raDeg),
		at: placeOn(along, turnFrom(view.centerRaDeg, raDeg)),
		of: 'ra' as const
	}));
	const turn = view.zoom === 1 ? 0 : turnFrom(view.centerRaDeg, nearestOf(ras, middle.raDeg));
	const decLabels = decs
		.filter(({ decDeg }) => decDeg !== 0)
		.map(({ decDeg, at }) => ({ text: degrees(decDeg), at: placeOn(at, turn), of: 'dec' as const }));
	return {
		lines: [...parallels, ...meridians].join(''),
		labels: [...raLabels, ...decLabels]
			.filter(({ at }) => isSeen(at) && at[0] > 12 && at[0] < skyWidth - 12)
			.map(({ text, at: [x, y], of }) => ({ text, x: round(x), y: round(y), of }))
	};
}

function multiples(step: number, from: number, to: number): number[] {
	return Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, k) => from + k * step);
}

function nearest(rows: readonly { decDeg: number }[], decDeg: number): number {
	return rows.reduce((best, row) =>
		Math.abs(row.decDeg - decDeg) < Math.abs(best.decDeg - decDeg) ? row : best
	).decDeg;
}

function nearestOf(ras: readonly number[], raDeg: number): number {
	const apart = (one: number) => Math.abs(turnFrom(raDeg, one));
	return ras.reduce((best, one) => (apart(one) < apart(best) ? one : best));
}

function hours(raDeg: number): string {
	const minutes = Math.round(raDeg * 4);
	const whole = Math.floor(minutes / 60) % 24;
	return minutes % 60 ? `${whole}h${String(minutes % 60).padStart(2, '0')}` : `${whole}h`;
}

function degrees(decDeg: number): string {
	return `${decDeg < 0 ? '−' : '+'}${Math.abs(decDeg)}°`;
}

/** To a hundredth of a unit: the drawing may be shown 60 times as large. */
function round(value: number): number {
	return Math.round(value * 100) / 100;
}
