import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { parsePosition } from '#lib/sky/position.ts';

const crab = [83.63308333333333, 22.0145] as const;
const south = [188.73625, -5.101944444444444] as const;

describe('parsePosition', () => {
	it.each<[text: string, raDeg: number, decDeg: number, form: string]>([
		['123.4 -5.6', 123.4, -5.6, 'decimal degrees, ICRS'],
		['123.4,-5.6', 123.4, -5.6, 'decimal degrees, ICRS'],
		[' 123.4 ; +5.6 ', 123.4, 5.6, 'decimal degrees, ICRS'],
		['123.4d −5.6d', 123.4, -5.6, 'decimal degrees, ICRS'],
		['123.4° -5.6°', 123.4, -5.6, 'decimal degrees, ICRS'],
		['360 -90', 0, -90, 'decimal degrees, ICRS'],
		['05:34:31.94 +22:00:52.2', ...crab, 'sexagesimal hours and degrees, ICRS'],
		['05:34:31.94+22:00:52.2', ...crab, 'sexagesimal hours and degrees, ICRS'],
		['5 34 31.94 22 00 52.2', ...crab, 'sexagesimal hours and degrees, ICRS'],
		['12 34 56.7, -05 06 07', ...south, 'sexagesimal hours and degrees, ICRS'],
		['12h34m56.7s -05d06m07s', ...south, 'sexagesimal hours and degrees, ICRS'],
		['12h 34m 56.7s -05d 06m 07s', ...south, 'sexagesimal hours and degrees, ICRS'],
		['12h34m56.7s −05°06′07″', ...south, 'sexagesimal hours and degrees, ICRS'],
		['12ʰ34ᵐ56.7ˢ -05°06\'07"', ...south, 'sexagesimal hours and degrees, ICRS'],
		["12h34m56.7s -05°06'07''", ...south, 'sexagesimal hours and degrees, ICRS'],
		['12:34 -05:06.5', 188.5, -5.108333333333333, 'sexagesimal hours and degrees, ICRS'],
		['00:00:00 -00:30:00', 0, -0.5, 'sexagesimal hours and degrees, ICRS'],
		['188d44m10.5s -05d06m07s', ...south, 'sexagesimal degrees, ICRS'],
		['J190132.9+145808.7', 285.3870833333333, 14.969083333333334, 'IAU designation, ICRS'],
		['SDSS J190132.9+145808.7', 285.3870833333333, 14.969083333333334, 'IAU designation, ICRS'],
		['2MASSJ123456.70-050607.0', ...south, 'IAU designation, ICRS'],
		['PSR J0534+2200', 83.5, 22, 'IAU designation, ICRS'],
		['0 90 gal', 192.85948, 27.12825, 'galactic longitude and latitude in degrees'],
		['184.5575, -5.7843 galactic', 83.6331, 22.0145, 'galactic longitude and latitude in degrees'],
		['l=184.5575 b=-5.7843', 83.6331, 22.0145, 'galactic longitude and latitude in degrees'],
		['l 184.5575, b -5.7843', 83.6331, 22.0145, 'galactic longitude and latitude in degrees'],
		['ra=123.4, dec=-5.6', 123.4, -5.6, 'decimal degrees, ICRS'],
		['RA 12:34:56.7 Dec -05:06:07', ...south, 'sexagesimal hours and degrees, ICRS'],
		['α 12h34m56.7s δ -05°06′07″', ...south, 'sexagesimal hours and degrees, ICRS'],
		['2.1537363 -0.0977384 rad', 123.4, -5.6, 'radians, ICRS'],
		['8.2267h -5.6d', 123.4005, -5.6, 'sexagesimal hours and degrees, ICRS']
	])('reads %s', (text, raDeg, decDeg, form) => {
		const read = parsePosition(text)!;
		expect(read.raDeg).toBeCloseTo(raDeg, 3);
		expect(read.decDeg).toBeCloseTo(decDeg, 3);
		expect(read).toMatchObject({ form, radiusArcsec: null });
	});

	it('reads sexagesimal fields to the last digit', () => {
		const { raDeg, decDeg } = parsePosition('12:34:56.789012 -05:06:07.89012')!;
		expect(raDeg).toBeCloseTo(15 * (12 + 34 / 60 + 56.789012 / 3600), 12);
		expect(decDeg).toBeCloseTo(-(5 + 6 / 60 + 7.89012 / 3600), 12);
	});

	it.each([
		['123.4 -5.6 10s', 10],
		['123.4 -5.6 10"', 10],
		['123.4, -5.6, 1.5m', 90],
		["123.4 -5.6 2'", 120],
		['123.4 -5.6 0.5d', 1800],
		['123.4 -5.6 0.5°', 1800],
		['123.4 -5.6 3 arcmin', 180],
		['12 34 56.7 -05 06 07 10s', 10],
		['12:34:56.7 -05:06:07 10s', 10],
		['12h 34m 56.7s -05d 06m 07s 10s', 10],
		['J190132.9+145808.7 2m', 120],
		['123.4 -5.6 gal 10m', 600]
	])('reads the radius of %s', (text, radiusArcsec) =>
		expect(parsePosition(text)).toMatchObject({ radiusArcsec })
	);

	it.each([
		...['1 95', '1 -90.1', '361 0', '-5 3', '1 95 10s', '361 0 gal', '0 91 gal'],
		...['12:60:00 1:00:00', '12:00:60 1:00:00', '12:00:00 1:60:00', '12:00:00 1:00:60', '25:00:00 0:00:00'],
		...['24:00:01 0:00:00', '12:00:00 -90:00:01', '12 60 00 +01 00 00', '12h60m00s 1d00m00s'],
		...[
			'J196032.9+145808.7',
			'J190132.9+146008.7',
			'J250000.0+000000.0',
			'12.5:30:00 1:00:00',
			'12:30.5:00 1:0:0'
		],
		...['1 2 0s', '1 2 181d']
	])('refuses %s, which is a position that does not exist, with a sentence that repeats it', (text) => {
		const refusal = expect(() => parsePosition(text));
		refusal.toThrow(LookbackError);
		refusal.toThrow(`'${text}'`);
	});

	it.each([
		...[
			'',
			' ',
			'AT2019dsg',
			'S190425z',
			'ZTF18abcdefg',
			'GRB 190114C',
			'NGC 4993',
			'12.3',
			'58757.87',
			'12 34 56'
		],
		...[
			'2019-10-01',
			'2019-10-01 20:59',
			'2019-10',
			'3 d ago',
			'J1901',
			'JD 2458758.37',
			'1 2 3',
			'1 2 3 4 5'
		],
		...['123.4 abc', '123.4 -5.6d', '5 10s', 'ZTF18abc 10s', '1e2 1e1', 'NaN NaN', `1${' '.repeat(300)}2`]
	])('reads no position in %j', (text) => expect(parsePosition(text)).toBeNull());

	it('gives a position within bounds, null or a LookbackError for any text', () => {
		const likely = fc.string({
			unit: fc.constantFrom(...'0123456789.:+- hmsdJgal"°,'.split('')),
			maxLength: 30
		});
		fc.assert(
			fc.property(fc.oneof(fc.string(), likely), (text) => {
				try {
					const read = parsePosition(text);
					if (read === null) return true;
					return read.raDeg >= 0 && read.raDeg < 360 && Math.abs(read.decDeg) <= 90;
				} catch (error) {
					return error instanceof LookbackError;
				}
			}),
			{ numRuns: 20000 }
		);
	});
});
