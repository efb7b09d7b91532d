import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawStamp, drawUpright, type Pixels, type Stamp } from '#lib/ui/plots/stamps.ts';

const [width, height] = [7, 9];
const rgba = fc.nat({ max: 0xffffffff });
const canvas = fc.array(rgba, { minLength: width * height, maxLength: width * height });
const pixelsOf = (words: readonly number[]): Pixels => ({ width, height, words: Uint32Array.from(words) });

test('an upright line is as many stamps of one pixel, and leaves what lies beyond the canvas alone', () =>
	fc.assert(
		fc.property(
			canvas,
			rgba,
			fc.integer({ min: -3, max: width + 3 }),
			fc.integer({ min: -4, max: height + 3 }),
			fc.nat({ max: 12 }),
			(words, colour, x, top, length) => {
				const stamp: Stamp = {
					dx: Int16Array.of(0),
					dy: Int16Array.of(0),
					rgba: Uint32Array.of(colour)
				};
				const [stamped, lined] = [pixelsOf(words), pixelsOf(words)];
				for (let y = top; y <= top + length; y++) drawStamp(stamped, stamp, x, y);
				drawUpright(lined, colour, x, top, top + length);
				expect(lined.words).toEqual(stamped.words);
			}
		)
	));
