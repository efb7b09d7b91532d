import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeNarrowGaps, mergeRanges, type PixelRange } from '#lib/sky/moc.ts';

const someRanges = fc.array(
	fc
		.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 8 }))
		.map(([from, length]): PixelRange => ({ from: BigInt(from), to: BigInt(from + length) })),
	{ maxLength: 12 }
);
const members = (ranges: readonly PixelRange[]): number[] =>
	Array.from({ length: 80 }, (_, i) => i).filter((i) =>
		ranges.some(({ from, to }) => from <= BigInt(i) && BigInt(i) < to)
	);

describe('mergeRanges', () => {
	it('keeps the pixels and leaves no ranges that overlap or touch', () => {
		fc.assert(
			fc.property(someRanges, (ranges) => {
				const merged = mergeRanges(ranges);
				expect(members(merged)).toEqual(members(ranges));
				for (const [i, { from }] of merged.entries()) if (i > 0) expect(from > merged[i - 1]!.to).toBe(true);
			})
		);
	});
});

describe('closeNarrowGaps', () => {
	it('keeps every pixel and the wide gaps', () => {
		const ranges = [
			{ from: 0n, to: 2n },
			{ from: 10n, to: 12n },
			{ from: 13n, to: 14n },
			{ from: 16n, to: 20n }
		];
		expect(closeNarrowGaps(ranges, 2)).toEqual([
			{ from: 0n, to: 2n },
			{ from: 10n, to: 20n }
		]);
		expect(closeNarrowGaps(ranges, 4)).toEqual(ranges);
		expect(closeNarrowGaps(ranges, 1)).toEqual([{ from: 0n, to: 20n }]);
	});

	it('gives at most as many ranges as asked for, over all the pixels', () => {
		fc.assert(
			fc.property(someRanges, fc.integer({ min: 1, max: 12 }), (ranges, most) => {
				const merged = mergeRanges(ranges);
				const closed = closeNarrowGaps(merged, most);
				expect(closed.length).toBe(Math.min(most, merged.length));
				expect(members(closed)).toEqual(expect.arrayContaining(members(merged)));
			})
		);
	});
});
