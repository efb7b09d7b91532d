import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measuredVersion, restates, type Measured } from '#lib/archive/restatement.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';

const row: Measured = {
	survey: 'ztf',
	observed_at: parseInstant('2019-10-01T06:00:15Z'),
	exposure_sec: null,
	band: 'g',
	ra_deg: 123.456789,
	dec_deg: -5.4321,
	mag: Math.fround(19.2662487),
	mag_err: Math.fround(0.169521406),
	limiting_mag: Math.fround(20.44205856),
	flux_njy: null,
	flux_err_njy: null,
	is_positive: true
};

/** As ZTF's histories print single precision: six significant digits. */
const sixDigits = (value: number) => Math.fround(Number(value.toPrecision(6)));
const magnitude = fc.float({ min: 10, max: 25, noNaN: true, noDefaultInfinity: true });

test('six digits of a magnitude restate it, whichever of the two was told first', () => {
	fc.assert(
		fc.property(magnitude, magnitude, (mag, limiting) => {
			const own = { ...row, mag, limiting_mag: limiting };
			const copy = { ...own, mag: sixDigits(mag), limiting_mag: sixDigits(limiting) };
			expect(restates(own, copy) && restates(copy, own)).toBe(true);
		})
	);
	expect(restates(row, { ...row, mag: Math.fround(19.2663), mag_err: Math.fround(0.169521) })).toBe(true);
});

test('a magnitude that differs by a ten-thousandth is a revision, at every magnitude', () => {
	fc.assert(
		fc.property(magnitude, fc.constantFrom(1e-4, -1e-4, 0.02, -3), (mag, step) => {
			expect(restates({ ...row, mag }, { ...row, mag: Math.fround(mag + step) })).toBe(false);
		})
	);
});

test('another sign, band, position, time or a missing value is a revision', () => {
	const others: Partial<Measured>[] = [
		{ is_positive: false },
		{ band: 'r' },
		{ ra_deg: row.ra_deg! + 1e-5 },
		{ mag: null },
		{ observed_at: (row.observed_at + 1_000_000) as Measured['observed_at'] }
	];
	for (const other of others) {
		expect(restates(row, { ...row, ...other })).toBe(false);
		expect(measuredVersion({ ...row, ...other })).not.toBe(measuredVersion(row));
	}
});

test('an exposure told with its length starts when the same one told without it starts', () => {
	expect(restates(row, { ...row, exposure_sec: 30 })).toBe(true);
	const longer = {
		...row,
		exposure_sec: 90,
		observed_at: (row.observed_at + 30_000_000) as Measured['observed_at']
	};
	expect(restates(row, longer)).toBe(true);
});
