import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { followsLeapSecond } from '#lib/sky/leap-seconds.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, instantFromUnixMicroseconds, microsecondsPerDay } from '#lib/sky/time.ts';
import {
	instantFromGps,
	instantFromJdUtc,
	instantFromMjdTai,
	instantFromMjdUtc,
	jdUtcOf,
	mjdTaiOf,
	mjdUtcOf
} from '#lib/sky/time-scales.ts';
import { samples } from '../support/samples.ts';
import { numberRows } from './csv.ts';

/** 1972 to 2037: where a double holds an MJD to less than a microsecond. */
const instants = fc.integer({ min: 63_072_000e6, max: 2_145_916_800e6 }).map(instantFromUnixMicroseconds);

describe('MJD and JD', () => {
	it('brings every instant back from its MJD in UTC to the microsecond', () => {
		fc.assert(
			fc.property(instants, (t) => instantFromMjdUtc(mjdUtcOf(t)) === t),
			{ numRuns: 5000 }
		);
	});

	it('brings every instant back from its MJD in TAI to the microsecond', () => {
		fc.assert(
			fc.property(instants, (t) => instantFromMjdTai(mjdTaiOf(t)) === t),
			{ numRuns: 5000 }
		);
	});

	it('brings every instant back from its JD within what a double holds', () => {
		fc.assert(
			fc.property(instants, (t) => Math.abs(instantFromJdUtc(jdUtcOf(t)) - t) <= 21),
			{
				numRuns: 5000
			}
		);
	});

	it('gives the JD and MJD of J2000.0 as 12 h', () => {
		const j2000 = parseInstant('2000-01-01T12:00:00Z');
		expect([jdUtcOf(j2000), mjdUtcOf(j2000)]).toEqual([2451545, 51544.5]);
		expect(mjdTaiOf(j2000)).toBeCloseTo(51544.5 + 32 / 86400, 11);
	});

	it.each([NaN, Infinity, -Infinity, 1e9])('refuses %d days', (days) => {
		for (const convert of [instantFromMjdUtc, instantFromJdUtc, instantFromMjdTai])
			expect(() => convert(days)).toThrow(LookbackError);
	});
});

describe('TAI', () => {
	it('is 37 s ahead of UTC since 2017', () => {
		expect(formatInstant(instantFromMjdTai(60000))).toBe('2023-02-24T23:59:23Z');
	});

	it.each([
		[36, '2016-12-31T23:59:59Z', -1],
		[37, '2017-01-01T00:00:00Z', 0],
		[37, '2017-01-01T00:00:01Z', 1]
	])('is %d s ahead of UTC at %s', (offset, utc, secondsFrom2017) => {
		const taiDays = 57754 + (offset + secondsFrom2017) / 86400;
		expect(Math.abs(instantFromMjdTai(taiDays) - parseInstant(utc))).toBeLessThanOrEqual(1);
		expect(mjdTaiOf(parseInstant(utc))).toBeCloseTo(taiDays, 10);
	});

	it('runs through a leap second as through the first second of the next day', () => {
		const halfWay = 57754 + 36.5 / 86400;
		expect(formatInstant(instantFromMjdTai(halfWay))).toMatch(/^2017-01-01T00:00:00\.5/);
	});

	it('never goes back by more than the leap second as TAI goes on', () => {
		const mjd = fc.double({ min: 41318, max: 60000, noNaN: true });
		fc.assert(
			fc.property(mjd, fc.double({ min: 0, max: 3, noNaN: true }), (from, further) => {
				expect(instantFromMjdTai(from + further) - instantFromMjdTai(from)).toBeGreaterThanOrEqual(-1e6);
			})
		);
	});

	it('is refused before 1972', () => {
		expect(() => instantFromMjdTai(41316.9)).toThrow(/1972/);
		expect(() => mjdTaiOf(parseInstant('1971-12-31T23:59:59Z'))).toThrow(/1972/);
		expect(mjdTaiOf(parseInstant('1972-01-01'))).toBeCloseTo(41317 + 10 / 86400, 10);
	});
});

describe('GPS time', () => {
	it.each([
		[0, '1980-01-06T00:00:00Z'],
		[1187008882.43, '2017-08-17T12:41:04.43Z'],
		[1126259462.391, '2015-09-14T09:50:45.391Z'],
		[1240215503, '2019-04-25T08:18:05Z']
	])('%d is %s', (gps, utc) => expect(formatInstant(instantFromGps(gps))).toBe(utc));

	it.each([NaN, Infinity, -1e9])('refuses %d', (gps) =>
		expect(() => instantFromGps(gps)).toThrow(LookbackError)
	);
});

describe.skipIf(!samples)('against ERFA', () => {
	it('gives the same TAI around every leap second', () => {
		const rows = numberRows('reference/rubin_sim/utc_tai_comparison_data.txt', /\s+/).filter(
			([jdUtc]) => Number(jdUtc) >= 2441317.5
		);
		expect(rows.length).toBeGreaterThan(100);
		for (const [jdUtc, jdTai] of rows) {
			const read = parseInstant(`JD ${jdUtc}`);
			const midnight = Math.floor(read / microsecondsPerDay) * microsecondsPerDay;
			// ERFA counts a day with a leap second as 86,401 s, and its JD runs slower that day.
			const isLong = followsLeapSecond(midnight + microsecondsPerDay);
			const utc = isLong ? midnight + ((read - midnight) * 86401) / 86400 : read;
			const expected = Number(jdTai!.slice(0, 7)) - 2400001 + 0.5 + Number(`0${jdTai!.slice(7)}`);
			const taiDays = mjdTaiOf(instantFromUnixMicroseconds(utc));
			expect(Math.abs(taiDays - expected) * 86400, `JD ${jdUtc}`).toBeLessThan(50e-6);
		}
	});
});
