import { scaleUtc, type ScaleLinear } from 'd3-scale';

/** A label on an axis, and where it stands in pixels. */
export interface Tick {
	readonly at: number;
	readonly label: string;
}

const mjd1970 = 40587;
const msPerDay = 86_400_000;

/** Ticks at round numbers of an axis, in units of `unit`. */
export function roundTicks(scale: ScaleLinear<number, number>, count: number, unit = 1): Tick[] {
	const inUnit = scale.copy().domain(scale.domain().map((value) => value / unit));
	const label = inUnit.tickFormat(count, 'f');
	return inUnit.ticks(count).map((value) => ({ at: inUnit(value), label: label(value) }));
}

/** Ticks at round MJD. */
export function mjdTicks(x: ScaleLinear<number, number>, count: number): Tick[] {
	return thinned(roundTicks(x, count));
}

/** Ticks at round numbers of days since a moment (MJD) on an axis of MJD. */
export function daysSinceTicks(x: ScaleLinear<number, number>, since: number, count: number): Tick[] {
	return mjdTicks(x.copy().domain(x.domain().map((mjd) => mjd - since)), count);
}

/** Ticks at round UTC dates on an axis of MJD, as exact as their distance wants. */
export function utcTicks(x: ScaleLinear<number, number>, count: number): Tick[] {
	const [from = 0, to = 0] = x.domain();
	const dates = scaleUtc(
		[from, to].map((mjd) => new Date((mjd - mjd1970) * msPerDay)),
		[0, 1]
	).ticks(count);
	const step = dates.length > 1 ? (Number(dates[1]) - Number(dates[0])) / msPerDay : to - from;
	const length = step >= 365 ? 4 : step >= 28 ? 7 : step >= 1 ? 10 : step >= 1 / 1440 ? 16 : 19;
	return thinned(
		dates.map((date) => ({
			at: x(Number(date) / msPerDay + mjd1970),
			label: date.toISOString().slice(0, length).replace('T', ' ')
		}))
	);
}

/** Of a label in the axis's font, in pixels. */
const [letterWidth, gap] = [6.7, 14];

/** Ticks whose labels are whole on a drawing of a width in pixels. */
export function wholeTicks(ticks: readonly Tick[], width: number): Tick[] {
	return ticks.filter(({ at, label }) => {
		const half = (label.length * letterWidth) / 2;
		return at >= half && at <= width - half;
	});
}

/** Ticks whose labels do not touch along a horizontal axis: every second or third, if need be. */
function thinned(ticks: readonly Tick[]): Tick[] {
	const [one, other] = ticks;
	if (!one || !other) return [...ticks];
	const widest = Math.max(...ticks.map(({ label }) => label.length)) * letterWidth + gap;
	const every = Math.ceil(widest / Math.abs(other.at - one.at));
	return ticks.filter((_, k) => k % every === 0);
}
