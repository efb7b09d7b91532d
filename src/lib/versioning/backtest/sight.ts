import { monthsBefore, type Rights } from '#lib/access/rights.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

/** From `from` on, and before `to`, in microseconds of knowledge time; `to` may be Infinity. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/**
 * When a row of a collection can be seen that is known from `knownAt` on: spans of knowledge time in order, apart from
 * each other. `moment` is what decides where a collection opens a while after observation.
 */
export type Sight = (collection: string, moment: Instant, knownAt: Instant) => readonly Span[];

/** The sight of rights that never change. */
export function constantSight(rights: Pick<Rights, 'collections' | 'opening'>): Sight {
	const whole = new Set(rights.collections);
	return (collection, moment, knownAt) =>
		whole.has(collection) || moment <= (rights.opening.get(collection) ?? -Infinity)
			? [{ from: knownAt, to: Infinity }]
			: [];
}

/** How a collection is open during a span: whole, or for what was observed so many months before. */
export interface Opening extends Span {
	readonly months: number | null;
}

/** The sight of rights that change as knowledge time goes by: how each collection is open when, in order. */
export function changingSight(openings: ReadonlyMap<string, readonly Opening[]>): Sight {
	return (collection, moment, knownAt) => {
		const spans: Span[] = [];
		for (const { from, to, months } of openings.get(collection) ?? []) {
			if (months === null) add(spans, Math.max(from, knownAt), to);
			else
				for (const open of openFrom(moment, months))
					add(spans, Math.max(from, open.from, knownAt), Math.min(to, open.to));
		}
		return spans;
	};
}

function add(spans: Span[], from: number, to: number): void {
	if (from >= to) return;
	const last = spans.at(-1);
	if (last?.to === from) spans[spans.length - 1] = { from: last.from, to };
	else spans.push({ from, to });
}

/**
 * When what was observed at `moment` is open that opens after so many months, as `monthsBefore` says. At the end of a
 * month that is longer than the one before, the days without a counterpart repeat its last.
 */
function openFrom(moment: Instant, months: number): Span[] {
	const day = Math.floor(moment / microsecondsPerDay);
	const opensOn = (wanted: (base: number) => boolean): number => {
		let [low, high] = [day, day + months * 31 + 31];
		while (low < high) {
			const middle = (low + high) >> 1;
			const base = monthsBefore((middle * microsecondsPerDay) as Instant, months) / microsecondsPerDay;
			if (wanted(base)) high = middle;
			else low = middle + 1;
		}
		return low;
	};
	const first = opensOn((base) => base >= day);
	const whole = opensOn((base) => base > day);
	const timeOfDay = moment - day * microsecondsPerDay;
	const partly = Array.from({ length: whole - first }, (_, index) => ({
		from: (first + index) * microsecondsPerDay + timeOfDay,
		to: (first + index + 1) * microsecondsPerDay
	}));
	return [...partly, { from: whole * microsecondsPerDay, to: Infinity }];
}
