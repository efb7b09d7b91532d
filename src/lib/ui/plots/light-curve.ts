import { scaleLinear, scaleUtc, type ScaleLinear } from 'd3-scale';
import type { PhotometryFact } from '#lib/archive/facts.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { mjdUtcOf } from '#lib/sky/time-scales.ts';
import { compareBands } from '#lib/ui/plots/bands.ts';

/** A measurement or limit as the plot needs it; `unknown` ones were not yet known at the basis and are drawn faint. */
export type LightCurvePoint = Pick<
	PhotometryFact,
	'band' | 'observedAt' | 'kind' | 'mag' | 'magErr' | 'limitingMag' | 'fluxNjy' | 'fluxErrNjy' | 'isPositive'
> & { readonly unknown?: boolean };

export type Quantity = 'mag' | 'flux';

/** Filled: a detection. Hollow: forced photometry (square), a limit (triangle), or fainter than the reference. */
export type Mark = 'detection' | 'fainter' | 'forced' | 'limit';

export interface PlottedPoint {
	readonly x: number;
	readonly y: number;
	/** y of both ends of the error bar, or null. */
	readonly bar: readonly [number, number] | null;
	readonly mark: Mark;
	readonly unknown: boolean;
	/** Everything about it in a line, for the tooltip. */
	readonly title: string;
}

export interface LightCurvePlot {
	readonly series: readonly { readonly band: string; readonly points: readonly PlottedPoint[] }[];
	readonly box: {
		readonly left: number;
		readonly right: number;
		readonly top: number;
		readonly bottom: number;
	};
	readonly mjdTicks: readonly Tick[];
	readonly utcTicks: readonly Tick[];
	readonly valueTicks: readonly Tick[];
	/** What the value axis shows, with its unit. */
	readonly valueLabel: string;
	/** Points that say nothing in this quantity and are not drawn. */
	readonly left: number;
	/** What the plot shows, in a sentence. */
	readonly summary: string;
}

export interface Tick {
	readonly at: number;
	readonly label: string;
}

const MARGIN = { left: 52, right: 28, top: 26, bottom: 40 };

/** Where everything of a light curve stands in a drawing of a width and height in pixels; null without points. */
export function layoutLightCurve(
	given: readonly LightCurvePoint[],
	quantity: Quantity,
	width: number,
	height: number
): LightCurvePlot | null {
	const points = given.filter((point) => valueOf(point, quantity) !== null);
	if (points.length === 0) return null;
	const box = {
		left: MARGIN.left,
		right: width - MARGIN.right,
		top: MARGIN.top,
		bottom: height - MARGIN.bottom
	};
	const [first, last] = extent(points.map(({ observedAt }) => observedAt)) as [Instant, Instant];
	const x = scaleLinear(padded(mjdUtcOf(first), mjdUtcOf(last), 0.5), [box.left, box.right]);
	const values = padded(...extent(points.flatMap((point) => reach(point, quantity))), 0.2);
	const y = scaleLinear(values, quantity === 'mag' ? [box.top, box.bottom] : [box.bottom, box.top]);

	const unit = unitFor(quantity, Math.max(...values.map(Math.abs)));
	const bands = [...new Set(points.map(bandOf))].sort(compareBands);
	return {
		series: bands.map((band) => ({
			band,
			points: points.filter((point) => bandOf(point) === band).map((point) => plotted(point, quantity, x, y))
		})),
		box,
		mjdTicks: ticks(x, Math.max(2, Math.round(width / 130))),
		utcTicks: utcTicks(x, Math.max(2, Math.round(width / 150))),
		valueTicks: ticks(y, Math.max(3, Math.round(height / 60)), unit.scale),
		valueLabel: unit.label,
		left: given.length - points.length,
		summary: summary(points, bands, quantity, first, last)
	};
}

function valueOf(point: LightCurvePoint, quantity: Quantity): number | null {
	if (quantity === 'flux') return point.fluxNjy;
	return point.kind === 'limit' ? point.limitingMag : point.mag;
}

function errorOf(point: LightCurvePoint, quantity: Quantity): number | null {
	if (point.kind === 'limit') return null;
	return quantity === 'mag' ? point.magErr : point.fluxErrNjy;
}

const bandOf = ({ band }: LightCurvePoint): string => band ?? 'no band';

/** What a point wants of the value axis: its error bar too, but of an error in magnitudes 1 mag at most. */
function reach(point: LightCurvePoint, quantity: Quantity): [number, number] {
	const value = valueOf(point, quantity) ?? 0;
	const error = errorOf(point, quantity) ?? 0;
	const shown = quantity === 'mag' ? Math.min(error, 1) : error;
	return [value - shown, value + shown];
}

function plotted(
	point: LightCurvePoint,
	quantity: Quantity,
	x: ScaleLinear<number, number>,
	y: ScaleLinear<number, number>
): PlottedPoint {
	const value = valueOf(point, quantity) ?? 0;
	const error = errorOf(point, quantity);
	const mjd = mjdUtcOf(point.observedAt);
	const clamped = y.copy().clamp(true);
	return {
		x: x(mjd),
		y: y(value),
		bar: error === null ? null : [clamped(value - error), clamped(value + error)],
		mark: markOf(point),
		unknown: point.unknown ?? false,
		title: [
			`${bandOf(point)} ${point.kind === 'limit' ? '> ' : ''}${inWords(value, error, quantity)}`,
			point.kind === 'forced' ? 'forced photometry' : '',
			point.kind === 'limit' ? 'upper limit' : '',
			point.isPositive === false ? 'fainter than the reference' : '',
			`MJD ${mjd.toFixed(5)}`,
			formatInstant(point.observedAt).replace(/\.\d+/, ''),
			point.unknown ? 'not yet known at this basis' : ''
		]
			.filter(Boolean)
			.join(', ')
	};
}

function markOf({ kind, isPositive }: LightCurvePoint): Mark {
	if (kind !== 'detection') return kind;
	return isPositive === false ? 'fainter' : 'detection';
}

function inWords(value: number, error: number | null, quantity: Quantity): string {
	const [digits, unit] = quantity === 'mag' ? [3, 'mag'] : [1, 'nJy'];
	return `${value.toFixed(digits)}${error === null ? '' : ` ± ${error.toFixed(digits)}`} ${unit}`;
}

function extent(values: readonly number[]): [number, number] {
	let least = Infinity;
	let most = -Infinity;
	for (const value of values) {
		least = Math.min(least, value);
		most = Math.max(most, value);
	}
	return [least, most];
}

/** The interval with 5 % of room at both ends, or with `room` where it is too short to label. */
function padded(least: number, most: number, room: number): [number, number] {
	const isShort = most - least < Math.max(1e-5, 1e-9 * Math.abs(most));
	const pad = isShort ? room : 0.05 * (most - least);
	return [least - pad, most + pad];
}

function ticks(scale: ScaleLinear<number, number>, count: number, unit = 1): Tick[] {
	const inUnit = scale.copy().domain(scale.domain().map((value) => value / unit));
	const label = inUnit.tickFormat(count, 'f');
	return inUnit.ticks(count).map((value) => ({ at: inUnit(value), label: label(value) }));
}

/** Fluxes are labelled in the unit that keeps their numbers short. */
function unitFor(quantity: Quantity, greatest: number): { label: string; scale: number } {
	if (quantity === 'mag') return { label: 'magnitude', scale: 1 };
	const [unit, scale] = greatest >= 1e6 ? ['mJy', 1e6] : greatest >= 1e3 ? ['µJy', 1e3] : ['nJy', 1];
	return { label: `flux (${unit})`, scale: scale as number };
}

const MJD_1970 = 40587;
const MS_PER_DAY = 86_400_000;

/** Ticks at round UTC dates on an axis of MJD, as exact as their distance wants. */
function utcTicks(x: ScaleLinear<number, number>, count: number): Tick[] {
	const [from = 0, to = 0] = x.domain();
	const dates = scaleUtc(
		[from, to].map((mjd) => new Date((mjd - MJD_1970) * MS_PER_DAY)),
		[0, 1]
	).ticks(count);
	const step = dates.length > 1 ? (Number(dates[1]) - Number(dates[0])) / MS_PER_DAY : to - from;
	const length = step >= 365 ? 4 : step >= 28 ? 7 : step >= 1 ? 10 : 16;
	return dates.map((date) => ({
		at: x(Number(date) / MS_PER_DAY + MJD_1970),
		label: date.toISOString().slice(0, length).replace('T', ' ')
	}));
}

function summary(
	points: readonly LightCurvePoint[],
	bands: readonly string[],
	quantity: Quantity,
	first: Instant,
	last: Instant
): string {
	const counts = [
		['detection', 'detection'],
		['forced', 'forced measurement'],
		['limit', 'upper limit']
	].map(([kind, word]) => ({ word, count: points.filter((point) => point.kind === kind).length }));
	const measured = points
		.filter(({ kind }) => kind !== 'limit')
		.map((point) => valueOf(point, quantity) ?? 0);
	const [least, most] = extent(measured);
	const brightest = quantity === 'mag' ? least : most;
	const parts = [
		counts
			.filter(({ count }) => count)
			.map(({ count, word }) => `${count} ${word}${count === 1 ? '' : 's'}`)
			.join(', '),
		`in ${bands.join(', ')}`,
		`between ${formatInstant(first).slice(0, 10)} and ${formatInstant(last).slice(0, 10)}`
	];
	const peak = measured.length ? `; brightest ${inWords(brightest, null, quantity)}` : '';
	return `${parts.join(' ')}${peak}.`;
}
