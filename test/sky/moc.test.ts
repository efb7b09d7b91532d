import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pixelRange } from '#lib/sky/healpix.ts';
import { closeNarrowGaps, mergeRanges, mocText, type PixelRange } from '#lib/sky/moc.ts';

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

describe('mocText', () => {
	it('tells pixels of the coarsest orders there are, runs of them short, and its own order', () => {
		const ranges = mergeRanges([
			pixelRange(1, 0),
			...[4, 5, 6, 7, 9].map((pixel) => pixelRange(2, pixel)),
			...[160, 161, 163].map((pixel) => pixelRange(3, pixel))
		]);
		expect(mocText(ranges, 3)).toBe('1/0-1 2/9 3/160-161 163');
		expect(mocText(ranges, 4)).toBe('1/0-1 2/9 3/160-161 163 4/');
		expect(mocText([pixelRange(0, 0)], 1)).toBe('0/0 1/');
		expect(mocText([], 5)).toBe('5/');
	});

	it('tells the same pixels again when it is read', () => {
		const pixels = fc.uniqueArray(fc.integer({ min: 0, max: 12 * 4 ** 3 - 1 }), { maxLength: 300 });
		fc.assert(
			fc.property(pixels, (some) => {
				const text = mocText(mergeRanges(some.map((pixel) => pixelRange(3, pixel))), 3);
				const read: PixelRange[] = [];
				let order = NaN;
				for (const word of text.split(' ')) {
					const [, at, from, to = from] = /^(?:(\d+)\/)?(?:(\d+)(?:-(\d+))?)?$/.exec(word)!;
					if (at !== undefined) order = Number(at);
					if (from !== undefined)
						read.push({ from: pixelRange(order, BigInt(from)).from, to: pixelRange(order, BigInt(to!)).to });
				}
				expect(order).toBe(3);
				expect(mergeRanges(read)).toEqual(mergeRanges(some.map((pixel) => pixelRange(3, pixel))));
			})
		);
	});

	it('refuses parts of pixels', () => {
		expect(() => mocText([pixelRange(4, 7)], 3)).toThrow(/must be multiples/);
	});
});
