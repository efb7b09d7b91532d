import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { nightAt, sunAltitudeDeg, type Night } from '#lib/sky/night.ts';
import { observatories, type Place } from '#lib/sky/observatories.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import { moonIllumination, moonPhaseName, moonPlace, sunPlace } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';
import { sample, samples } from '../support/samples.ts';
import { referenceSites } from './reference-sites.ts';

const seconds = (a: Instant | null, b: Instant) => (a === null ? Infinity : Math.abs(a - b) / 1e6);

describe('Sun and Moon', () => {
	// astropy 8.0.2: get_body(..., Time(...)), geocentric, its own ephemeris
	test.each([
		['2017-08-17T12:41:04Z', 'sun', 146.85, 13.3361],
		['2017-08-17T12:41:04Z', 'moon', 87.496, 19.0126],
		['2026-01-01T00:00:00Z', 'sun', 281.0994, -23.0435],
		['2026-01-01T00:00:00Z', 'moon', 63.5228, 26.3377]
	] as const)('at %s the %s stands where astropy has it', (at, body, raDeg, decDeg) => {
		const place = (body === 'sun' ? sunPlace : moonPlace)(parseInstant(at));
		expect(separationDeg(place.raDeg, place.decDeg, raDeg, decDeg) * 60).toBeLessThan(1);
	});

	test.each([
		['2026-01-03T10:03:00Z', 'full moon'],
		['2026-01-18T19:52:00Z', 'new moon'],
		['2026-01-26T04:47:00Z', 'first quarter'],
		['2026-01-10T15:48:00Z', 'last quarter'],
		['2026-01-07T12:00:00Z', 'waning gibbous'],
		['2026-01-22T12:00:00Z', 'waxing crescent']
	])('at %s it is %s', (at, phase) => {
		expect(moonPhaseName(parseInstant(at))).toBe(phase);
	});
});

describe('a night', () => {
	const polar: Place = { latDeg: 78.2, lonDeg: 15.6, heightM: 0 };
	const moments = fc
		.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) })
		.map((ms) => (ms * 1000) as Instant);

	test('is going on or still to come, with its twilights one inside the other', () => {
		fc.assert(
			fc.property(moments, fc.constantFrom(...observatories), (at, place) => {
				const { sunset, civil, nautical, astronomical, middle } = nightAt(at, place);
				const order = [
					sunset.dusk,
					civil.dusk,
					nautical.dusk,
					astronomical.dusk,
					middle,
					astronomical.dawn,
					nautical.dawn,
					civil.dawn,
					sunset.dawn
				] as Instant[];
				expect(order).not.toContain(null);
				expect([...order].sort((a, b) => a - b)).toEqual(order);
				expect(sunset.dawn! > at).toBe(true);
				expect((sunset.dusk! - at) / 3600e6).toBeLessThan(24);
				expect(sunAltitudeDeg(nautical.dusk!, place)).toBeCloseTo(-12, 1);
			}),
			{ numRuns: 60 }
		);
	});

	test('has the Moon up within itself only, in order', () => {
		fc.assert(
			fc.property(moments, fc.constantFrom<Place>(...observatories, polar), (at, place) => {
				const { moonUp, middle } = nightAt(at, place);
				const flat = moonUp.flatMap(({ from, to }) => [from, to]);
				expect([...flat].sort((a, b) => a - b)).toEqual(flat);
				for (const moment of flat) expect(Math.abs(moment - middle) / 3600e6).toBeLessThan(12.001);
			}),
			{ numRuns: 60 }
		);
	});

	test('without a sunset says so', () => {
		const { sunset, astronomical } = nightAt(parseInstant('2026-06-21T12:00:00Z'), polar);
		expect([sunset.dusk, sunset.dawn, astronomical.dusk]).toEqual([null, null, null]);
		const winter = nightAt(parseInstant('2026-12-21T12:00:00Z'), polar);
		expect(winter.sunset.dusk).toBeNull();
		expect(winter.astronomical.dusk).not.toBeNull();
	});
});

describe.skipIf(!samples)('reference values', () => {
	it('twilights come within 10 seconds of the reference', () => {
		const sites = referenceSites();
		const rows = readFileSync(sample('reference/astropy/twilight_reference.csv'), 'utf8')
			.split('\n')
			.map((line) => line.trim().split(','))
			.filter((row) => row.length === 5 && row[0] !== 'site');
		expect(rows.length).toBeGreaterThan(150);
		for (const [site = '', , altitude, direction, utc = ''] of rows) {
			const at = parseInstant(`${utc}Z`);
			// an hour inside the night of that crossing
			const inside = (at + (direction === 'set' ? 3600e6 : -3600e6)) as Instant;
			const night = nightAt(inside, sites[site]!);
			const twilight = Object.values(night).find(
				(one) =>
					one && typeof one === 'object' && 'altitudeDeg' in one && one.altitudeDeg === Number(altitude)
			) as Night['sunset'];
			const found = direction === 'set' ? twilight.dusk : twilight.dawn;
			expect(seconds(found, at), `${site} ${utc}`).toBeLessThan(10);
		}
	});

	it.each([
		'1999-12-31T18:02:55.100786Z',
		'2000-01-01T06:03:10.720052Z',
		'2000-01-01T18:03:23.676686Z',
		'2000-01-02T06:03:39.150790Z'
	])('the middle of the Sun is on the horizon of the equator at %s', (at) => {
		// the reference allows 2 minutes, in which the Sun moves half a degree
		const equator: Place = { latDeg: 0, lonDeg: 0, heightM: 0 };
		expect(Math.abs(sunAltitudeDeg(parseInstant(at), equator))).toBeLessThan(0.05);
	});

	it.each([
		['1990-01-01T00:00:00Z', 0.15475514],
		['1990-03-01T06:00:00Z', 0.19484233],
		['1990-06-01T12:00:00Z', 0.61708403],
		['1990-11-01T18:00:00Z', 0.97802194]
	])('the Moon is lit at %s within 0.05 of the reference', (at, fraction) => {
		expect(Math.abs(moonIllumination(parseInstant(at)) - fraction)).toBeLessThan(0.05);
	});

	it('the Sun stands as high as the reference has it, and the Moon is as lit', () => {
		const sites = referenceSites();
		const lines = readFileSync(sample('reference/astropy/visibility_reference.csv'), 'utf8').split('\n');
		const rows = lines.map((line) => line.trim().split(',')).filter((row) => sites[row[0]!]);
		expect(rows.length).toBeGreaterThan(250);
		for (const row of rows) {
			const at = parseInstant(`${row[1]}Z`);
			const altitude = sunAltitudeDeg(at, sites[row[0]!]!);
			expect(Math.abs(altitude - Number(row[7])), row.join()).toBeLessThan(0.02);
			expect(Math.abs(moonIllumination(at) - Number(row[10])), row.join()).toBeLessThan(0.02);
		}
	});
});
