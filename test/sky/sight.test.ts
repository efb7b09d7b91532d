import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { airmassAt, altitudeOfAirmass } from '#lib/sky/airmass.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { Sight } from '#lib/sky/sight.ts';
import { Standpoint } from '#lib/sky/standpoint.ts';
import { moonIllumination } from '#lib/sky/sun-moon.ts';
import { sample, samples } from '../support/samples.ts';
import { referenceSites } from './reference-sites.ts';

const equator = new Standpoint({ latDeg: 0, lonDeg: 0, heightM: 0 });
const vega = { raDeg: 279.23473479, decDeg: 38.78368896 };

describe('a target seen from a place', () => {
	// PyEphem without atmosphere, as restated in astroplan's test_observer.py; it allows 30 arcsec
	it('Vega stands at noon of 2000 over the equator where PyEphem has it', () => {
		const { altitudeDeg, azimuthDeg } = new Sight(equator, vega).horizontal(
			parseInstant('2000-01-01T12:00:00Z')
		);
		expect(Math.abs(altitudeDeg - 51.198848716510874) * 3600).toBeLessThan(30);
		expect(Math.abs(azimuthDeg - 358.4676707379987) * 3600).toBeLessThan(30);
	});

	// astroplan's test_observer.py, after Gemini's figures; it allows 1 degree
	it.each([
		[3, 46.54610060782033],
		[-5, -65.51818282032019]
	])('has at hour angle %d h and declination -30 the parallactic angle %d', (hourAngleHours, expected) => {
		const irtf = new Standpoint({ latDeg: 19.826218, lonDeg: -155.471999, heightM: 4160 });
		const at = parseInstant('2015-01-01T00:00:00Z');
		const meridian = new Sight(irtf, { raDeg: 0, decDeg: -30 }).hourAngleDeg(at);
		const sight = new Sight(irtf, { raDeg: (meridian - hourAngleHours * 15 + 720) % 360, decDeg: -30 });
		expect(sight.hourAngleDeg(at) / 15).toBeCloseTo(hourAngleHours, 1);
		expect(Math.abs(sight.parallacticAngleDeg(at) - expected)).toBeLessThan(1);
	});

	it('stands at the pole as high as the place is north', () => {
		const palomar = new Standpoint({ latDeg: 33.3563, lonDeg: -116.8649, heightM: 1712 });
		const sight = new Sight(palomar, { raDeg: 0, decDeg: 90 });
		const altitudes = [0, 6, 12, 18].map((hour) =>
			sight.altitudeDeg(parseInstant(`2000-01-01T${String(hour).padStart(2, '0')}:00Z`))
		);
		for (const altitude of altitudes) expect(Math.abs(altitude - 33.3563)).toBeLessThan(0.01);
	});

	it('is, for a satellite, as far from the Moon as for the middle of the Earth', () => {
		// astropy 8.0.2: get_body('moon'), geocentric, at (87.496, 19.0126)
		const orbit = new Standpoint(null);
		const at = parseInstant('2017-08-17T12:41:04Z');
		expect(new Sight(orbit, { raDeg: 87.496, decDeg: 19.0126 }).moonDistanceDeg(at)).toBeLessThan(0.02);
		expect(new Sight(orbit, { raDeg: 146.85, decDeg: 13.3361 }).sunDistanceDeg(at)).toBeLessThan(0.02);
		expect(orbit.moonIllumination(at)).toBeCloseTo(moonIllumination(at), 2);
	});
});

describe('airmass', () => {
	it('falls all the way up, within 0.4 % of sec z above 30 degrees', () => {
		for (let altitude = 0; altitude < 90; altitude += 0.25)
			expect(airmassAt(altitude + 0.25)).toBeLessThanOrEqual(airmassAt(altitude));
		for (let altitude = 30; altitude <= 90; altitude++)
			expect(airmassAt(altitude) * Math.sin((altitude * Math.PI) / 180)).toBeCloseTo(1, 2);
		expect(airmassAt(90)).toBeCloseTo(1, 6);
		expect(airmassAt(-0.1)).toBe(Infinity);
		// near the 38 that is known of the horizon
		expect(airmassAt(0)).toBeCloseTo(38.7, 0);
	});

	it.each([1.2, 1.5, 2, 2.5, 3, 10])('%d is reached at the altitude told', (airmass) => {
		expect(airmassAt(altitudeOfAirmass(airmass))).toBeCloseTo(airmass, 6);
	});
});

describe.skipIf(!samples)('reference values', () => {
	it('altitudes agree to 0.02 degrees, the Moon to 0.05', () => {
		const sites = referenceSites();
		const rows = readFileSync(sample('reference/astropy/visibility_reference.csv'), 'utf8')
			.split('\n')
			.map((line) => line.trim().split(','))
			.filter(([site]) => sites[site!]);
		expect(rows.length).toBeGreaterThan(250);
		for (const row of rows) {
			const [, , raDeg, decDeg, altitude, azimuth, secz, sun, moon, moonDistance, lit] = row.map(Number);
			const [place, at] = [new Standpoint(sites[row[0]!]!), parseInstant(`${row[1]}Z`)];
			const sight = new Sight(place, { raDeg: raDeg!, decDeg: decDeg! });
			const seen = sight.horizontal(at);
			const azimuthOff = ((seen.azimuthDeg - azimuth! + 540) % 360) - 180;
			const off = {
				altitude: seen.altitudeDeg - altitude!,
				altitudeAlone: sight.altitudeDeg(at) - altitude!,
				azimuth: azimuthOff * Math.cos((altitude! * Math.PI) / 180),
				sun: place.sunAltitudeDeg(at) - sun!
			};
			for (const [what, deg] of Object.entries(off))
				expect(Math.abs(deg), `${what} ${row.join()}`).toBeLessThan(0.02);
			expect(Math.abs(place.moonAltitudeDeg(at) - moon!), row.join()).toBeLessThan(0.05);
			expect(Math.abs(sight.moonDistanceDeg(at) - moonDistance!), row.join()).toBeLessThan(0.05);
			expect(Math.abs(place.moonIllumination(at) - lit!), row.join()).toBeLessThan(0.02);
			if (altitude! > 30) expect(airmassAt(altitude!) / secz!).toBeCloseTo(1, 2);
		}
	});
});
