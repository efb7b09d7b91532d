import { expect, test } from 'vitest';
import { stampFits } from '#lib/archive/demo/stamp.ts';
import { embeddedFits } from '#lib/archive/packets/fits/embedded.ts';
import { readImage } from '#lib/archive/packets/fits/image.ts';
import { shadesOf } from '#lib/archive/packets/fits/stretch.ts';
import { cardOf, headerBytes, primary } from './make.ts';

const file = (cards: readonly string[], data: Buffer) =>
	Buffer.concat([headerBytes(cards), data, Buffer.alloc((2880 - (data.length % 2880)) % 2880)]);
const image = (bits: number, width: number, height: number, more: readonly string[] = []) => [
	cardOf('SIMPLE', true),
	cardOf('BITPIX', bits),
	cardOf('NAXIS', 2),
	cardOf('NAXIS1', width),
	cardOf('NAXIS2', height),
	...more
];

test('whole numbers are scaled, and blank ones are none', () => {
	const data = Buffer.alloc(6);
	[10, -32768, -3].forEach((value, index) => data.writeInt16BE(value, 2 * index));
	const cards = [cardOf('BSCALE', 0.5), cardOf('BZERO', 100), cardOf('BLANK', -32768)];
	const { width, height, values } = readImage(file(image(16, 3, 1, cards), data));
	expect([width, height, ...values]).toEqual([3, 1, 105, NaN, 98.5]);
});

test('an image in an extension is found behind an empty unit', () => {
	const data = Buffer.alloc(8);
	data.writeDoubleBE(2.5);
	const extension = file([cardOf('XTENSION', 'IMAGE'), ...image(-64, 1, 1).slice(1)], data);
	expect([...readImage(Buffer.concat([primary, extension])).values]).toEqual([2.5]);
});

test('a file without an image, and an image too large to be looked at, are refused', () => {
	expect(() => readImage(primary)).toThrow(expect.objectContaining({ code: 'fits/no-image' }));
	const large = file(image(8, 2049, 2048), Buffer.alloc(2049 * 2048));
	expect(() => readImage(large)).toThrow(expect.objectContaining({ code: 'fits/large-image' }));
});

test('the first row of a file is drawn lowest; the brightest pixel white and what has no value black', () => {
	const values = Float64Array.from([1, 2, 3, NaN]);
	expect([...shadesOf({ width: 2, height: 2, values })]).toEqual([
		255,
		0,
		expect.any(Number),
		expect.any(Number)
	]);
	const [, , low, middle] = shadesOf({ width: 2, height: 2, values });
	expect(low).toBe(0);
	expect(middle).toBeGreaterThan(127);
});

test('an image all of one value, or of none, is black', () => {
	for (const value of [7, NaN]) {
		const values = new Float64Array(9).fill(value);
		expect([...new Set(shadesOf({ width: 3, height: 3, values }))]).toEqual([0]);
	}
});

test('shades are those of asinh between the 1st and 99.7th percentile', () => {
	const { width, height, values } = readImage(
		embeddedFits(stampFits({ sidePixels: 21, brightness: 6, face: 2 }), 'cutout')
	);
	const sorted = [...values].sort((a, b) => a - b);
	const at = (percent: number) => {
		const place = (percent / 100) * (sorted.length - 1);
		const below = Math.floor(place);
		return sorted[below]! + (sorted[below + 1]! - sorted[below]!) * (place - below);
	};
	const shades = shadesOf({ width, height, values });
	const middle = values[10 * width + 13]!;
	const part = Math.min(Math.max((middle - at(1)) / (at(99.7) - at(1)), 0), 1);
	expect(shades[10 * width + 13]).toBe(Math.round((255 * Math.asinh(10 * part)) / Math.asinh(10)));
});
