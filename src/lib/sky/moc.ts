/** Order-29 NESTED pixels `from` to `to`, `to` not included. */
export interface PixelRange {
	readonly from: bigint;
	readonly to: bigint;
}

/** The same pixels as sorted ranges that neither overlap nor touch. */
export function mergeRanges(ranges: readonly PixelRange[]): PixelRange[] {
	const merged: { from: bigint; to: bigint }[] = [];
	for (const { from, to } of ranges.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
		const last = merged.at(-1);
		if (last === undefined || from > last.to) merged.push({ from, to });
		else if (to > last.to) last.to = to;
	}
	return merged;
}

/**
 * The same pixels and as few others as possible in at most `maxRanges` ranges: the narrowest gaps are closed.
 * The ranges must be sorted and merged.
 */
export function closeNarrowGaps(ranges: readonly PixelRange[], maxRanges: number): PixelRange[] {
	const surplus = ranges.length - maxRanges;
	if (surplus <= 0) return [...ranges];
	const closed = new Set(
		ranges
			.slice(1)
			.map(({ from }, i) => ({ after: i, width: from - ranges[i]!.to }))
			.sort((a, b) => (a.width < b.width ? -1 : a.width > b.width ? 1 : a.after - b.after))
			.slice(0, surplus)
			.map(({ after }) => after)
	);
	const kept: { from: bigint; to: bigint }[] = [];
	for (const [i, { from, to }] of ranges.entries()) {
		if (i > 0 && closed.has(i - 1)) kept.at(-1)!.to = to;
		else kept.push({ from, to });
	}
	return kept;
}
