import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { all } from '#lib/planner/observability/constraint.ts';
import { darkWindows, sunWithoutNightDeg } from '#lib/planner/observability/nights.ts';
import { passages } from '#lib/planner/observability/passages.ts';
import * as rules from '#lib/planner/observability/rules.ts';
import { whyNever } from '#lib/planner/observability/why-not.ts';
import { windows } from '#lib/planner/observability/windows.ts';
import { nightAt } from '#lib/sky/night.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { Sight } from '#lib/sky/sight.ts';
import { Standpoint } from '#lib/sky/standpoint.ts';
import type { Instant } from '#lib/sky/time.ts';
import { referenceSites } from '../../sky/reference-sites.ts';
import { sample, samples } from '../../support/samples.ts';

const span = (from: string, to: string) => ({ from: parseInstant(from), to: parseInstant(to) });
const secondsApart = (a: Instant | undefined, utc: string) =>
	a === undefined ? Infinity : Math.abs(a - parseInstant(utc)) / 1e6;

const equator = new Standpoint({ latDeg: 0, lonDeg: 0, heightM: 0 });
const palomar = new Standpoint({ latDeg: 33.3563, lonDeg: -116.8649, heightM: 1712 });
const longyearbyen = new Standpoint({ latDeg: 78.2, lonDeg: 15.6, heightM: 0 });
/** Taveuni, Fiji. */
const dateLine = new Standpoint({ latDeg: -16.8, lonDeg: 180, heightM: 20 });
const vega = { raDeg: 279.23473479, decDeg: 38.78368896 };
const sirius = { raDeg: 101.28715533, decDeg: -16.71611586 };

// PyEphem without atmosphere, as restated in astroplan's test_observer.py; it allows 2 minutes
describe('rise and set', () => {
	it('of Vega on the equator come when PyEphem has them', () => {
		const { rises, sets } = passages(
			new Sight(equator, vega),
			span('1999-12-31T12:00:00Z', '2000-01-02T12:00:00Z')
		);
		const expected = {
			rises: ['2000-01-01T05:56:04.165852Z', '2000-01-02T05:52:08.257401Z'],
			sets: ['1999-12-31T17:58:02.120088Z', '2000-01-01T17:54:06.211705Z']
		};
		expected.rises.forEach((utc, i) => expect(secondsApart(rises[i], utc)).toBeLessThan(5));
		expected.sets.forEach((utc, i) => expect(secondsApart(sets[i], utc)).toBeLessThan(5));
	});

	it('of Vega and Sirius further north come when PyEphem has them', () => {
		const place = new Standpoint({
			latDeg: 47 + 36 / 60 + 34.92 / 3600,
			lonDeg: 122 + 19 / 60 + 59.16 / 3600,
			heightM: 0
		});
		const day = span('1990-01-01T12:00:00Z', '1990-01-02T12:00:00Z');
		const [ofVega, ofSirius] = [vega, sirius].map((star) => passages(new Sight(place, star), day));
		expect(secondsApart(ofVega!.rises[0], '1990-01-01T17:36:15.615484Z')).toBeLessThan(5);
		expect(secondsApart(ofVega!.sets[0], '1990-01-01T13:49:58.788327Z')).toBeLessThan(5);
		expect(secondsApart(ofSirius!.rises[0], '1990-01-02T11:04:52.035375Z')).toBeLessThan(5);
		expect(secondsApart(ofSirius!.sets[0], '1990-01-01T20:33:42.342885Z')).toBeLessThan(5);
	});

	it('have a transit in the middle, a sidereal day before the next', () => {
		const sight = new Sight(palomar, vega);
		const { rises, sets, transits } = passages(sight, span('2020-06-01T00:00Z', '2020-06-04T00:00Z'));
		expect(transits).toHaveLength(3);
		for (const transit of transits) expect(Math.abs(sight.hourAngleDeg(transit))).toBeLessThan(0.003);
		expect((transits[1]! - transits[0]!) / 1e6).toBeCloseTo(86_164, -1);
		const set = sets.find((one) => one > rises[0]!)!;
		expect(Math.abs((rises[0]! + set) / 2 - transits.find((one) => one > rises[0]!)!) / 1e6).toBeLessThan(5);
	});

	it('are no passages for what is always or never up, or seen from orbit', () => {
		const week = span('2020-06-01T00:00Z', '2020-06-08T00:00Z');
		const up = (from: Standpoint, decDeg: number) => passages(new Sight(from, { raDeg: 10, decDeg }), week);
		expect(up(palomar, 80)).toMatchObject({ rises: [], sets: [] });
		expect(up(palomar, -80)).toMatchObject({ rises: [], sets: [] });
		expect(up(new Standpoint(null), 20)).toEqual({ rises: [], sets: [], transits: [] });
	});
});

describe('windows of a night', () => {
	const dark = rules.sunAltitudeAtMost(-18);

	it('are one over midnight UTC, and one over the date line', () => {
		const laPalma = new Standpoint({ latDeg: 28.7606, lonDeg: -17.8816, heightM: 2396 });
		const over = darkWindows(laPalma, span('2020-01-10T12:00Z', '2020-01-11T12:00Z'), -18);
		expect(over).toHaveLength(1);
		expect(over[0]!.from).toBeLessThan(parseInstant('2020-01-11T00:00Z'));
		expect(over[0]!.to).toBeGreaterThan(parseInstant('2020-01-11T00:00Z'));
		const line = darkWindows(dateLine, span('2020-01-10T00:00Z', '2020-01-11T00:00Z'), -18);
		expect(line).toHaveLength(1);
		const west = new Standpoint({ latDeg: -16.8, lonDeg: -180, heightM: 20 });
		expect(darkWindows(west, span('2020-01-10T00:00Z', '2020-01-11T00:00Z'), -18)).toEqual(line);
	});

	it('begin and end with the twilights of the front page', () => {
		for (const place of [palomar, dateLine]) {
			const { middle, astronomical } = nightAt(parseInstant('2020-03-01T00:00Z'), place.place!);
			const around = { from: (middle - 43_200e6) as Instant, to: (middle + 43_200e6) as Instant };
			const [only, ...more] = darkWindows(place, around, -18);
			expect(more).toEqual([]);
			expect(Math.abs(only!.from - astronomical.dusk!) / 1e6).toBeLessThan(5);
			expect(Math.abs(only!.to - astronomical.dawn!) / 1e6).toBeLessThan(5);
		}
	});

	it('are none in a summer without night, however low the Sun comes', () => {
		const summer = span('2026-06-21T00:00Z', '2026-06-22T00:00Z');
		expect(darkWindows(longyearbyen, summer, -18)).toEqual([]);
		expect(sunWithoutNightDeg(longyearbyen, summer, -18)).toBeCloseTo(11.6, 1);
		expect(sunWithoutNightDeg(palomar, summer, -18)).toBeNull();
		expect(sunWithoutNightDeg(new Standpoint(null), summer, -18)).toBeNull();
	});

	it('are all of a polar night', () => {
		const winter = span('2026-12-21T09:00Z', '2026-12-21T14:00Z');
		expect(darkWindows(longyearbyen, winter, -6)).toEqual([{ ...winter, opensBy: null, closesBy: null }]);
	});

	it('of a target at the pole are the night itself', () => {
		const night = span('2020-03-01T00:00Z', '2020-03-02T00:00Z');
		const polar = new Sight(palomar, { raDeg: 0, decDeg: 90 });
		const found = windows(all(dark, rules.altitudeAtLeast(30)), polar, night);
		expect(found.map(({ from, to }) => [from, to])).toEqual(
			darkWindows(palomar, night, -18).map(({ from, to }) => [from, to])
		);
		expect(found[0]).toMatchObject({ opensBy: dark.name, closesBy: dark.name });
	});

	it('are none for what is never up, and all the span for what always is', () => {
		const day = span('2020-03-01T00:00Z', '2020-03-02T00:00Z');
		const [low, high] = [-80, 80].map((decDeg) => new Sight(palomar, { raDeg: 10, decDeg }));
		const up = rules.altitudeAtLeast(0);
		expect(windows(up, low!, day)).toEqual([]);
		expect(windows(up, high!, day)).toEqual([{ ...day, opensBy: null, closesBy: null }]);
		expect(whyNever(all(dark, up), low!, day)).toBe('Never within the 24.0 h: altitude at least 0 deg.');
		expect(whyNever(all(dark, up), high!, day)).toBeNull();
	});

	it('say where each rule holds at some time, but never together', () => {
		const day = span('2020-06-21T00:00Z', '2020-06-22T00:00Z');
		// the Sun's own place in June
		const sight = new Sight(palomar, { raDeg: 90, decDeg: 23 });
		expect(whyNever(all(dark, all(rules.altitudeAtLeast(30))), sight, day)).toMatch(
			/^Each at some time, but never together within the 24.0 h: Sun at most -18 deg high fails for 1\d\.\d h; altitude at least 30 deg fails for 1\d\.\d h\.$/
		);
	});
});

describe.skipIf(!samples)('reference values', () => {
	it('twilights come within 10 seconds of the reference', () => {
		const sites = referenceSites();
		const rows = readFileSync(sample('reference/astropy/twilight_reference.csv'), 'utf8')
			.split('\n')
			.map((line) => line.trim().split(','))
			.filter((row) => row.length === 5 && sites[row[0]!]);
		expect(rows.length).toBeGreaterThan(150);
		for (const [site, , altitude, direction, utc] of rows) {
			const at = parseInstant(`${utc}Z`);
			const around = { from: (at - 3600e6) as Instant, to: (at + 3600e6) as Instant };
			const [one] = darkWindows(new Standpoint(sites[site!]!), around, Number(altitude));
			const found = direction === 'set' ? one!.from : one!.to;
			expect(Math.abs(found - at) / 1e6, `${site} ${utc}`).toBeLessThan(10);
		}
	});
});
