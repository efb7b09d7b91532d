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
			else add(spans, Math.max(from, openFrom(moment, months), knownAt), to);
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

/** From when on what was observed at `moment` is open that opens after so many months, as `monthsBefore` says. */
function openFrom(moment: Instant, months: number): number {
	const day = Math.floor(moment / microsecondsPerDay);
	const dayBefore = (one: number) =>
		Math.floor(monthsBefore((one * microsecondsPerDay) as Instant, months) / microsecondsPerDay);
	let [low, high] = [day, day + months * 31 + 31];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (dayBefore(middle) >= day) high = middle;
		else low = middle + 1;
	}
	// a day that a shorter month lacks opens with the first of the next
	const timeOfDay = dayBefore(low) === day ? moment - day * microsecondsPerDay : 0;
	return low * microsecondsPerDay + timeOfDay;
}
