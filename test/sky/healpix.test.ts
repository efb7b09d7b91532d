import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import {
	centerOf,
	cornersOf,
	fromUniq,
	hpx29,
	nsideOf,
	pixelAreaSr,
	pixelOf,
	pixelRange,
	uniqOf
} from '#lib/sky/healpix.ts';
import { samples } from '../support/samples.ts';
import { numberRows } from './csv.ts';
import { positions } from './positions.ts';

const orders = fc.integer({ min: 0, max: 24 });
const pixels = orders.chain((order) =>
	fc.record({ order: fc.constant(order), pixel: fc.integer({ min: 0, max: 12 * 4 ** order - 1 }) })
);

describe.skipIf(!samples)('against healpy', () => {
	it('gives the same pixel at every order, on borders and poles too', () => {
		const rows = numberRows('reference/astropy/healpix_reference.csv', ',');
		expect(rows.length).toBe(942);
		for (const [ra, dec, order, pixel] of rows) {
			const found =
				order === '29' ? hpx29(Number(ra), Number(dec)) : pixelOf(Number(order), Number(ra), Number(dec));
			expect(String(found), `${ra} ${dec} order ${order}`).toBe(pixel);
		}
	});

	it('gives the same order-29 pixel to every source of a catalogue', () => {
		const rows = numberRows('reference/healpix/hats_healpix29_vectors.csv', ',');
		expect(rows.length).toBe(3298);
		for (const [ra, dec, pixel] of rows) expect(String(hpx29(Number(ra), Number(dec)))).toBe(pixel);
	});
});

describe('pixels', () => {
	it('are nested: a position has the coarser pixel that holds its finer one', () => {
		fc.assert(
			fc.property(positions, orders, ({ raDeg, decDeg }, order) => {
				const { from, to } = pixelRange(order, pixelOf(order, raDeg, decDeg));
				const fine = hpx29(raDeg, decDeg);
				const isWithin = fine >= from && fine < to;
				// nside scales the coordinates by a power of two, which rounds nothing, except at the clamp beside a pole.
				if (!isWithin) expect(Math.abs(decDeg)).toBeGreaterThan(89.99999);
			}),
			{ numRuns: 20000 }
		);
	});

	it('hold their own centre', () => {
		fc.assert(
			fc.property(pixels, ({ order, pixel }) => {
				const { raDeg, decDeg } = centerOf(order, pixel);
				expect(raDeg).toBeGreaterThanOrEqual(0);
				expect(raDeg).toBeLessThan(360);
				expect(pixelOf(order, raDeg, decDeg)).toBe(pixel);
			}),
			{ numRuns: 5000 }
		);
	});

	it('hold what lies just inside their corners, and not what lies just outside', () => {
		fc.assert(
			fc.property(pixels, ({ order, pixel }) => {
				const center = centerOf(order, pixel);
				const [north, , south] = cornersOf(order, pixel);
				// Along the meridian from centre to corner; pixels of the caps lean, so only where RA agrees.
				for (const corner of [north!, south!]) {
					if (Math.abs(corner.raDeg - center.raDeg) > 1e-12) continue;
					const reach = corner.decDeg - center.decDeg;
					expect(pixelOf(order, center.raDeg, center.decDeg + 0.99 * reach)).toBe(pixel);
					if (Math.abs(corner.decDeg) < 89)
						expect(pixelOf(order, center.raDeg, center.decDeg + 1.01 * reach)).not.toBe(pixel);
				}
			})
		);
	});

	it('share each corner with neighbours: the order-1 pixels have 50 corners', () => {
		const corners = new Set<string>();
		for (let pixel = 0; pixel < 48; pixel++)
			for (const { raDeg, decDeg } of cornersOf(1, pixel))
				corners.add(`${raDeg.toFixed(6)} ${(decDeg + 0).toFixed(6).replace('-0.000000', '0.000000')}`);
		expect(corners.size).toBe(50);
	});

	it('cover the sphere', () => {
		expect(12 * 4 ** 7 * pixelAreaSr(7)).toBeCloseTo(4 * Math.PI, 12);
	});

	it('are the same for RA beyond a turn and for either sign of zero', () => {
		expect(hpx29(370, 20)).toBe(hpx29(10, 20));
		expect(hpx29(-350, 20)).toBe(hpx29(10, 20));
		expect(hpx29(360, 20)).toBe(hpx29(0, 20));
		expect(hpx29(-1e-300, 20)).toBe(hpx29(0, 20));
		expect(hpx29(10, -0)).toBe(hpx29(10, 0));
	});

	it('stay in range at the poles at any RA', () => {
		fc.assert(
			fc.property(
				fc.double({ min: -720, max: 720, noNaN: true }),
				fc.constantFrom(90, -90),
				(raDeg, decDeg) => {
					const pixel = hpx29(raDeg, decDeg);
					expect(pixel >= 0n && pixel < 12n << 58n).toBe(true);
				}
			)
		);
	});

	it.each([
		[NaN, 0],
		[Infinity, 0],
		[0, NaN],
		[0, 90.0001],
		[0, -91]
	])('refuse the position %d %d', (raDeg, decDeg) =>
		expect(() => hpx29(raDeg, decDeg)).toThrow(LookbackError)
	);

	it('refuse orders and numbers that do not exist', () => {
		for (const order of [-1, 25, 1.5, NaN]) expect(() => nsideOf(order)).toThrow(LookbackError);
		for (const pixel of [-1, 48, 1.5, NaN]) expect(() => centerOf(1, pixel)).toThrow(LookbackError);
	});
});

describe('NUNIQ', () => {
	it('brings back order and pixel at every order to 29', () => {
		const cells = fc.integer({ min: 0, max: 29 }).chain((order) =>
			fc.record({
				order: fc.constant(order),
				pixel: fc.bigInt({ min: 0n, max: (12n << BigInt(2 * order)) - 1n })
			})
		);
		fc.assert(
			fc.property(cells, ({ order, pixel }) => {
				expect(fromUniq(uniqOf(order, pixel))).toEqual({ order, pixel });
			})
		);
	});

	it.each([
		[4n, 0, 0n],
		[15n, 0, 11n],
		[16n, 1, 0n],
		[2365438n, 9, 1316862n],
		[(16n << 58n) - 1n, 29, (12n << 58n) - 1n]
	])('%d is order %d, pixel %d', (uniq, order, pixel) => expect(fromUniq(uniq)).toEqual({ order, pixel }));

	it.each([3n, 0n, -1n, 16n << 58n, 1n << 70n])('refuses %d', (uniq) =>
		expect(() => fromUniq(uniq)).toThrow(LookbackError)
	);
});
