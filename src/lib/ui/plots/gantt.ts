import type { Move } from '#lib/planner/bookings/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

export interface TimeSpan {
	readonly from: Instant;
	readonly to: Instant;
}

/** States of blocks, what a plan only proposes, and when something can be observed; in the order of a legend. */
export const barStates = [
	'window',
	'planned',
	'proposed',
	'accepted',
	'executed',
	'failed',
	'aborted',
	'declined',
	'withdrawn'
] as const;
export type BarState = (typeof barStates)[number];

/** A bar: some time of one telescope. */
export interface GanttBar extends TimeSpan {
	readonly state: BarState;
	/** Written on it where there is room. */
	readonly label: string;
	/** Address of its page without the leading slash; null where it has none. */
	readonly subject: string | null;
	/** All of it in words. */
	readonly title: string;
	/** That the reader may move it, and where to. */
	readonly move?: Move;
}

/** A telescope, how dark it is there, and its bars. */
export interface GanttRow {
	readonly name: string;
	readonly subject: string | null;
	/** When the Sun is below the horizon, and when it is 12 degrees below; empty in space. */
	readonly night: readonly TimeSpan[];
	readonly dark: readonly TimeSpan[];
	readonly bars: readonly GanttBar[];
}

export interface PlacedBar extends GanttBar {
	/** In percent of the width. */
	readonly x: number;
	readonly width: number;
	/** From the top; bars of one lane do not overlap. */
	readonly lane: number;
}

const HOUR = 3_600_000_000;
const stepHours = [1, 2, 3, 6, 12, 24, 48, 72, 168];
const mostTicks = 9;
/** Windows lie in the first lane, below them what holds the telescope or has held it, last what came to nothing. */
const lowerLanes: readonly BarState[] = ['proposed', 'planned', 'declined', 'withdrawn'];
const rank = (state: BarState) => (state === 'window' ? -1 : lowerLanes.indexOf(state) + 1);

/** Bars in as few lanes as they need, within a span; those that lie outside are left out. */
export function placeBars(
	bars: readonly GanttBar[],
	span: TimeSpan
): { readonly bars: readonly PlacedBar[]; readonly lanes: number } {
	const lanes: GanttBar[][] = [];
	const placed = bars
		.filter(({ from, to }) => to > span.from && from < span.to)
		.sort((a, b) => rank(a.state) - rank(b.state) || a.from - b.from)
		.map((bar): PlacedBar => {
			const free = lanes.findIndex((lane) => lane.every(({ from, to }) => bar.from >= to || bar.to <= from));
			const lane = free === -1 ? lanes.push([]) - 1 : free;
			lanes[lane]!.push(bar);
			return { ...bar, ...placeSpan(bar, span), lane };
		});
	return {
		bars: placed.sort((a, b) => a.from - b.from || a.lane - b.lane),
		lanes: Math.max(1, lanes.length)
	};
}

/** A stretch of time in percent of a span, cut off at its ends. */
export function placeSpan({ from, to }: TimeSpan, span: TimeSpan): { x: number; width: number } {
	const percent = (at: number) => percentOf(Math.min(span.to, Math.max(span.from, at)), span);
	return { x: percent(from), width: round(percent(to) - percent(from)) };
}

/** Whole hours of UTC in a span, so many that their labels do not touch; midnights say the day. */
export function ticksOf(
	span: TimeSpan
): { readonly percent: number; readonly label: string; readonly isDay: boolean }[] {
	const hours = (span.to - span.from) / HOUR;
	const step = (stepHours.find((one) => hours / one <= mostTicks) ?? Math.ceil(hours / mostTicks)) * HOUR;
	const first = Math.ceil(span.from / step);
	return Array.from({ length: Math.max(0, Math.floor(span.to / step) - first + 1) }, (_, k) => {
		const at = ((first + k) * step) as Instant;
		const text = formatInstant(at);
		const isDay = text.slice(11, 16) === '00:00';
		return { percent: percentOf(at, span), label: isDay ? dayOf(text) : text.slice(11, 16), isDay };
	});
}

/** Where a moment stands in a span, in percent; null outside of it. */
export function placeMoment(at: Instant, span: TimeSpan): number | null {
	return at >= span.from && at <= span.to ? percentOf(at, span) : null;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayOf = (text: string) => `${Number(text.slice(8, 10))} ${months[Number(text.slice(5, 7)) - 1]}`;

const round = (percent: number) => Math.round(percent * 1000) / 1000;
const percentOf = (at: number, { from, to }: TimeSpan) => round((100 * (at - from)) / (to - from));
