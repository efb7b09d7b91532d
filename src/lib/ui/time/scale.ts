import type { Instant } from '#lib/sky/time.ts';

/** Places of moments on a line from 0, the first of them, to 1, now. */
export interface Scale {
	/** Of each moment. */
	readonly places: readonly number[];
	/** Of any moment; before the first it is 0, after now 1. */
	placeOf(at: Instant): number;
	/** Index of the moment nearest to a place; that of now is one past the last. */
	nearest(place: number): number;
}

const microsecondsPerMinute = 60_000_000;

/**
 * Spreads moments (in order, each once, none after `now`) so that each is apart from the next and longer gaps are wider:
 * a gap takes room by the logarithm of its length, 1 + log2(1 + minutes). An hour of an alert's first notices is read
 * beside years of silence.
 */
export function scaleOf(moments: readonly Instant[], now: Instant): Scale {
	const stops = [...moments, now];
	const ends = [0];
	for (let i = 1; i < stops.length; i++)
		ends.push(ends[i - 1]! + 1 + Math.log2(1 + (stops[i]! - stops[i - 1]!) / microsecondsPerMinute));
	const length = ends.at(-1)!;
	const all = length === 0 ? ends.map(() => 1) : ends.map((end) => end / length);
	const placeOf = (at: Instant): number => {
		const next = stops.findIndex((stop) => stop > at);
		if (next === -1) return 1;
		if (next === 0) return 0;
		const [from, to] = [stops[next - 1]!, stops[next]!];
		return all[next - 1]! + ((at - from) / (to - from)) * (all[next]! - all[next - 1]!);
	};
	const nearest = (place: number): number =>
		all.reduce((best, one, i) => (Math.abs(one - place) < Math.abs(all[best]! - place) ? i : best), 0);
	return { places: all.slice(0, -1), placeOf, nearest };
}
