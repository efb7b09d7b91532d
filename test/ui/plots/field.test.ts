import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldSide, layoutField } from '#lib/ui/plots/field.ts';
import type { SkyPoint } from '#lib/ui/plots/sky-points.ts';

const at = (raDeg: number, decDeg: number): SkyPoint => ({
	raDeg,
	decDeg,
	name: 'x',
	subject: null,
	note: ''
});
const layer = (...points: SkyPoint[]) =>
	({ name: 'objects', symbol: 'dot', token: '--ink', points }) as const;
const places = (field: ReturnType<typeof layoutField>) =>
	field.layers[0]!.own.map(({ d }) => /M([\d.-]+) ([\d.-]+)/.exec(d)!.slice(1).map(Number));

test('north is up and east to the left', () => {
	const centre = { raDeg: 359.999, decDeg: 60, radiusArcsec: 60 };
	const [north, east] = places(layoutField([layer(at(359.999, 60.01), at(0.009, 60))], centre));
	expect(north![0]).toBeCloseTo(fieldSide / 2, 0);
	expect(north![1]).toBeLessThan(fieldSide / 2 - 50);
	expect(east![0]).toBeLessThan(fieldSide / 2 - 50);
	expect(east![1]).toBeCloseTo(fieldSide / 2, 0);
});

test('what lies within the radius stands within the circle, wherever in the sky', () => {
	fc.assert(
		fc.property(
			fc.double({ min: 0, max: 359.9, noNaN: true }),
			fc.double({ min: -89, max: 89, noNaN: true }),
			fc.double({ min: -0.99, max: 0.99, noNaN: true }),
			(raDeg, decDeg, part) => {
				const centre = { raDeg, decDeg, radiusArcsec: 3600 };
				const field = layoutField([layer(at(raDeg, decDeg + part))], centre);
				const [x, y] = places(field)[0]!;
				expect(Math.hypot(x! - fieldSide / 2, y! - fieldSide / 2)).toBeLessThan(field.circle + 0.2);
			}
		)
	);
});

test('what lies elsewhere is counted, not drawn', () => {
	const field = layoutField([layer(at(10, 10), at(190, -10), at(10.2, 10))], {
		raDeg: 10,
		decDeg: 10,
		radiusArcsec: 60
	});
	expect(field.outside).toBe(2);
	expect(field.layers[0]!.own).toHaveLength(1);
});

test.each([
	[5, 'arcsec'],
	[600, 'arcmin'],
	[36_000, 'deg']
])('a radius of %i arcsec is read in %s', (radiusArcsec, unit) => {
	const field = layoutField([], { raDeg: 0, decDeg: 0, radiusArcsec });
	expect(field.unit).toBe(unit);
	expect(field.ticks.length).toBeGreaterThan(1);
});

test('a thousand points are a few hundred links and one path', () => {
	const points = Array.from({ length: 1000 }, (_, k) => at(k / 1e5, 0));
	const [drawn] = layoutField([layer(...points)], { raDeg: 0, decDeg: 0, radiusArcsec: 60 }).layers;
	expect(drawn!.own).toHaveLength(300);
	expect(drawn!.rest.match(/M/g)).toHaveLength(700);
});
