import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { fluxUnit } from '#lib/ui/plots/brightness.ts';
import type { MeasuredCurve, MeasuredPoint } from '#lib/ui/plots/measured-points.ts';
import {
	daysSinceTicks,
	mjdTicks,
	roundTicks,
	utcTicks,
	wholeTicks,
	type Tick
} from '#lib/ui/plots/time-axis.ts';

/** The part of a light curve that is drawn: from and to in MJD, and in mag or nJy (the lesser first). */
export interface View {
	readonly mjd: readonly [number, number];
	readonly value: readonly [number, number];
}

export interface PlottedPoint extends MeasuredPoint {
	readonly x: number;
	readonly y: number;
	/** y of both ends of the error bar, or null. */
	readonly bar: readonly [number, number] | null;
}

export interface LightCurvePlot {
	/** Points in view, by time. */
	readonly points: readonly PlottedPoint[];
	readonly box: {
		readonly left: number;
		readonly right: number;
		readonly top: number;
		readonly bottom: number;
	};
	readonly view: View;
	readonly mjdTicks: readonly Tick[];
	readonly utcTicks: readonly Tick[];
	/** Days since the first detection; none where there is none. */
	readonly dayTicks: readonly Tick[];
	readonly valueTicks: readonly Tick[];
	/** What the value axis shows, with its unit. */
	readonly valueLabel: string;
	/** The part of the light curve between two corners in pixels. */
	viewWithin(x: readonly [number, number], y: readonly [number, number]): View;
}

const margin = { left: 56, right: 28, top: 26, bottom: 58 };

/** Where everything of a light curve stands in a drawing of a width and height in pixels; all of it unless a view is asked. */
export function layoutLightCurve(
	curve: MeasuredCurve,
	width: number,
	height: number,
	view: View = wholeView(curve)
): LightCurvePlot {
	const box = {
		left: margin.left,
		right: width - margin.right,
		top: margin.top,
		bottom: height - margin.bottom
	};
	const isMag = curve.quantity === 'mag';
	const x = scaleLinear(view.mjd, [box.left, box.right]);
	const y = scaleLinear(view.value, isMag ? [box.top, box.bottom] : [box.bottom, box.top]);
	const { unit, njy } = isMag ? { unit: '', njy: 1 } : fluxUnit(Math.max(...view.value.map(Math.abs)));
	const { firstDetectionMjd: first } = curve;
	const dates = Math.max(3, Math.round(width / 100));
	return {
		points: pointsIn(view, curve).map((one) => plotted(one, x, y)),
		box,
		view,
		mjdTicks: mjdTicks(x, dates),
		utcTicks: wholeTicks(utcTicks(x, dates), width),
		dayTicks: first === null ? [] : daysSinceTicks(x, first, dates),
		valueTicks: roundTicks(y, Math.max(3, Math.round(height / 60)), njy),
		valueLabel: isMag ? 'magnitude' : `flux (${unit})`,
		viewWithin: (xs, ys) => ({
			mjd: ascending(xs.map((at) => x.invert(at))),
			value: ascending(ys.map((at) => y.invert(at)))
		})
	};
}

/** The view that shows everything, with some room. */
export function wholeView({ points, quantity }: MeasuredCurve): View {
	let [first, last, least, most] = [Infinity, -Infinity, Infinity, -Infinity];
	for (const { mjd, value, error } of points) {
		// an error bar is part of what is to be seen, but one of magnitudes by 1 mag at most
		const reach = quantity === 'mag' ? Math.min(error ?? 0, 1) : (error ?? 0);
		first = Math.min(first, mjd);
		last = Math.max(last, mjd);
		least = Math.min(least, value - reach);
		most = Math.max(most, value + reach);
	}
	return { mjd: padded(first, last, 0.5), value: padded(least, most, 0.2) };
}

/** A view `factor` times as long in time around a moment (MJD), as high as before: below 1 it comes nearer. */
export function zoomed({ mjd, value }: View, factor: number, aroundMjd: number): View {
	const [from, to] = mjd.map((at) => aroundMjd + (at - aroundMjd) * factor) as [number, number];
	return to - from < shortestDays ? { mjd, value } : { mjd: [from, to], value };
}

/** No exposure is shorter than what an axis of a second can tell apart. */
const shortestDays = 1 / 86_400;

function pointsIn({ mjd, value }: View, { points }: MeasuredCurve): MeasuredPoint[] {
	return points.filter(
		(one) => one.mjd >= mjd[0] && one.mjd <= mjd[1] && one.value >= value[0] && one.value <= value[1]
	);
}

function plotted(
	measured: MeasuredPoint,
	x: ScaleLinear<number, number>,
	y: ScaleLinear<number, number>
): PlottedPoint {
	const { mjd, value, error } = measured;
	const [one = 0, other = 0] = y.range();
	const within = (at: number) => Math.min(Math.max(at, Math.min(one, other)), Math.max(one, other));
	const bar = error === null ? null : ([within(y(value - error)), within(y(value + error))] as const);
	return { ...measured, x: x(mjd), y: y(value), bar };
}

/** The interval with 5 % of room at both ends, or with `room` where it is too short to label. */
function padded(least: number, most: number, room: number): [number, number] {
	const isShort = most - least < Math.max(1e-5, 1e-9 * Math.abs(most));
	const pad = isShort ? room : 0.05 * (most - least);
	return [least - pad, most + pad];
}

function ascending(pair: readonly number[]): [number, number] {
	return [Math.min(...pair), Math.max(...pair)];
}
