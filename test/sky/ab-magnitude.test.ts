import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abMagErrorOfFlux, abMagOfFluxNjy, fluxErrorOfAbMag, fluxNjyOfAbMag } from '#lib/sky/ab-magnitude.ts';

test('AB 0 is 3631 Jy, and 23.9 is 1 µJy', () => {
	expect(fluxNjyOfAbMag(0) / 1e9).toBeCloseTo(3630.78, 2);
	expect(fluxNjyOfAbMag(23.9)).toBeCloseTo(1000, 6);
});

test('a magnitude and its error come back from their flux', () => {
	fc.assert(
		fc.property(
			fc.double({ min: -5, max: 35, noNaN: true }),
			fc.double({ min: 0, max: 1, noNaN: true }),
			(mag, error) => {
				const flux = fluxNjyOfAbMag(mag);
				expect(abMagOfFluxNjy(flux)).toBeCloseTo(mag, 9);
				expect(abMagErrorOfFlux(flux, fluxErrorOfAbMag(mag, error))).toBeCloseTo(error, 9);
			}
		)
	);
});

test('a tenth of a flux is an error of 0.109 mag', () => {
	expect(abMagErrorOfFlux(1000, 100)).toBeCloseTo(0.1086, 4);
	expect(abMagErrorOfFlux(-1000, 100)).toBeCloseTo(0.1086, 4);
});
