import { LookbackError } from '#lib/errors.ts';
import { parseDuration } from '#lib/sky/duration.ts';
import type { Instant } from '#lib/sky/time.ts';

/** How a walk steps: with every change of an object, with each batch that told of an alert, or every so often. */
export type Every = 'alert' | 'batch' | { readonly microseconds: number };

/** Reads `alert`, `batch` or a length of time. @throws LookbackError `versioning/bad-step`. */
export function parseEvery(text: string): Every {
	if (text === 'alert' || text === 'batch') return text;
	const microseconds = parseDuration(text);
	if (microseconds !== null && microseconds >= 1_000_000) return { microseconds: Math.round(microseconds) };
	throw new LookbackError(
		'incorrect',
		'versioning/bad-step',
		`--every must be alert, batch or a length of time of at least a second such as 1h; got ${JSON.stringify(text)}.`,
		{ every: text }
	);
}

/** The step at which what changes at a moment is first seen; null where no step is left. */
export type Step = (change: number) => Instant | null;

/** Steps from `from` to `to`, which is the last of them. `batches` are the moments of the batches, in order. */
export function stepsOf(every: Every, from: Instant, to: Instant, batches: readonly Instant[]): Step {
	const within = (step: number, change: number) =>
		change < from || change > to ? null : (Math.min(step, to) as Instant);
	if (every === 'alert') return (change) => within(change, change);
	if (every === 'batch') return (change) => within(firstFrom(batches, change), change);
	const { microseconds } = every;
	return (change) => within(from + Math.ceil((change - from) / microseconds) * microseconds, change);
}

function firstFrom(sorted: readonly number[], at: number): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle]! >= at) high = middle;
		else low = middle + 1;
	}
	return sorted[low] ?? Infinity;
}
