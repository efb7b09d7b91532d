import { LookbackError } from '#lib/errors.ts';
import { finestOrder } from '#lib/sky/healpix.ts';

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

/**
 * Ranges as the text of a MOC, `order/pixel pixel-pixel order/...` from coarse to fine; the order of the MOC stands at
 * the end even where no pixel of it does. The ranges must be sorted and merged.
 * Source: IVOA MOC 2.0, ASCII serialization.
 * @throws LookbackError `sky/bad-moc` for ranges that hold parts of the order's pixels.
 */
export function mocText(ranges: readonly PixelRange[], order: number): string {
	const sizes = Array.from({ length: order + 1 }, (_, at) => 1n << BigInt(2 * (finestOrder - at)));
	const pixels: bigint[][] = sizes.map(() => []);
	for (const { from, to } of ranges) {
		if (from % sizes[order]! !== 0n || to % sizes[order]! !== 0n)
			throw new LookbackError(
				'incorrect',
				'sky/bad-moc',
				`The range of pixels is ${from} to ${to}; at order ${order} both must be multiples of ${sizes[order]}.`,
				{ from: String(from), to: String(to), order }
			);
		for (let begin = from; begin < to;) {
			const at = sizes.findIndex((size) => begin % size === 0n && begin + size <= to);
			pixels[at]!.push(begin / sizes[at]!);
			begin += sizes[at]!;
		}
	}
	return pixels
		.flatMap((some, at) => (some.length > 0 || at === order ? [`${at}/${runsOf(some).join(' ')}`] : []))
		.join(' ');
}

/** Whole numbers, ascending, as `7` and `9-12`. */
function runsOf(numbers: readonly bigint[]): string[] {
	const runs: { from: bigint; to: bigint }[] = [];
	for (const number of numbers) {
		const last = runs.at(-1);
		if (last !== undefined && number === last.to + 1n) last.to = number;
		else runs.push({ from: number, to: number });
	}
	return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
}
