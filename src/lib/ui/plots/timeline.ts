import { scaleLinear, scaleUtc } from 'd3-scale';
import type { Instant } from '#lib/sky/time.ts';

export interface TimelineAxis {
	/** Where a moment stands, 0 (left) to 100 (right). */
	readonly percent: (at: Instant) => number;
	readonly ticks: readonly { readonly percent: number; readonly label: string }[];
}

const SECOND = 1_000_000;
const elapsed = [
	{ label: '1 min', seconds: 60 },
	{ label: '10 min', seconds: 600 },
	{ label: '1 h', seconds: 3600 },
	{ label: '6 h', seconds: 21_600 },
	{ label: '1 d', seconds: 86_400 },
	{ label: '1 week', seconds: 604_800 },
	{ label: '30 d', seconds: 2_592_000 },
	{ label: '1 yr', seconds: 31_557_600 },
	{ label: '10 yr', seconds: 315_576_000 }
];

/**
 * An axis that shows all moments. With an `origin` (the event itself) time since then is drawn as log(1 min + t),
 * because revisions come after minutes, days and months; without it, time is even and ticks are UTC dates.
 */
export function layoutTimeline(moments: readonly Instant[], origin: Instant | null): TimelineAxis {
	const first = Math.min(...moments, origin ?? Infinity);
	const last = Math.max(...moments, origin ?? -Infinity);
	return origin === null ? even(first, last) : sinceOrigin(origin, first, last);
}

function sinceOrigin(origin: number, first: number, last: number): TimelineAxis {
	const bend = (microseconds: number) =>
		Math.sign(microseconds) * Math.log10(1 + Math.abs(microseconds) / (60 * SECOND));
	const scale = scaleLinear([bend(first - origin), Math.max(bend(last - origin), 0.3)], [2, 96]);
	const ticks = elapsed
		.filter(({ seconds }) => seconds * SECOND <= last - origin)
		.map(({ label, seconds }) => ({ percent: scale(bend(seconds * SECOND)), label }));
	return {
		percent: (at) => scale(bend(at - origin)),
		ticks: [{ percent: scale(0), label: 'T0' }, ...ticks]
	};
}

function even(first: number, last: number): TimelineAxis {
	const room = last > first ? 0 : 43_200 * SECOND;
	const scale = scaleUtc([new Date((first - room) / 1000), new Date((last + room) / 1000)], [2, 96]);
	const dates = scale.ticks(6);
	const stepDays = dates.length > 1 ? (Number(dates[1]) - Number(dates[0])) / 86_400_000 : 1;
	const length =
		stepDays >= 365 ? 4 : stepDays >= 28 ? 7 : stepDays >= 1 ? 10 : stepDays >= 1 / 1440 ? 16 : 19;
	return {
		percent: (at) => scale(new Date(at / 1000)),
		ticks: dates.map((date) => ({
			percent: scale(date),
			label: date.toISOString().slice(0, length).replace('T', ' ')
		}))
	};
}
