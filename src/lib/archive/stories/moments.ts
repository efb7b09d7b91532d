import type { Instant } from '#lib/sky/time.ts';

/** That something became known in a collection. */
export interface KnownIn {
	readonly knownAt: Instant;
	readonly collection: string;
}

/** Which collections somebody could see from a moment on, until that of the next. */
export interface Sight {
	readonly from: Instant;
	readonly collections: ReadonlySet<string>;
}

/**
 * The moments around `knownAt` at which what somebody could see changed: that before the latest change by then, and
 * the next one. Without any `sights` all is seen all the time. `sights` come in the order of time.
 */
export function momentsAmong(
	told: readonly KnownIn[],
	sights: readonly Sight[],
	knownAt: Instant
): { earlier: Instant | null; later: Instant | null } {
	const sightAt = (at: Instant) => sights.findLast(({ from }) => from <= at)?.collections;
	const isSeen = ({ knownAt: at, collection }: KnownIn) =>
		sights.length === 0 || (sightAt(at)?.has(collection) ?? false);
	const turns = sights.filter(({ from, collections }, i) => {
		const before = sights[i - 1]?.collections ?? new Set();
		const changed = collections.symmetricDifference(before);
		return told.some((one) => one.knownAt <= from && changed.has(one.collection));
	});
	const changes = [...told.filter(isSeen).map((one) => one.knownAt), ...turns.map(({ from }) => from)];
	const moments = [...new Set(changes)].sort((a, b) => a - b);
	return {
		earlier: moments.filter((at) => at <= knownAt).at(-2) ?? null,
		later: moments.find((at) => at > knownAt) ?? null
	};
}
