import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { exposureForMagSec, limitingMagAb } from '#lib/planner/facilities/depth.ts';
import { facilitySchema, type Facility } from '#lib/planner/facilities/facility.ts';
import { footprintAreaDeg2, footprintPolygons } from '#lib/planner/facilities/footprint.ts';
import { gridFields } from '#lib/planner/facilities/grid.server.ts';
import { earthCaveat, instrumentOf, limitsOf, standpointOf } from '#lib/planner/facilities/limits.ts';
import { withoutPrivateReasons } from '#lib/planner/facilities/privacy.ts';
import { seedFacilities } from '#lib/planner/facilities/seed.server.ts';
import { slewSec } from '#lib/planner/facilities/slew.ts';
import { checkFacility, formatFacility, parseFacility } from '#lib/planner/facilities/yaml.ts';
import { holds, nameOf } from '#lib/planner/observability/constraint.ts';
import { windows } from '#lib/planner/observability/windows.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { Sight } from '#lib/sky/sight.ts';

const seed = seedFacilities();
const named = (name: string) => seed.find((one) => one.facility === name)!;

function refusal(act: () => unknown): string {
	try {
		act();
	} catch (error) {
		expect(error).toBeInstanceOf(LookbackError);
		return (error as Error).message;
	}
	return 'nothing was refused';
}

/** A small facility, as its YAML. */
const small = `
facility: hill
name: Hill
kind: ground
owner: Somebody
site: { name: Hill, latDeg: 40, lonDeg: 10, heightM: 100, horizon: [{ azimuthDeg: 0, altitudeDeg: 10 }, { azimuthDeg: 180, altitudeDeg: 30 }], source: map }
orbit: null
telescopes:
  - telescope: one
    name: One
    aperture: null
    limits: [{ sunAltitudeMaxDeg: -12, source: map }]
    slew: null
    instruments:
      - { instrument: camera, name: Camera, kind: imager, footprint: null, bands: [r], depth: [], overheads: null, grid: null }
rules:
  given: [{ from: 2026-01-01, to: 2026-02-01 }]
  closures: [{ from: 2026-01-10, to: 2026-01-12, reason: mirror is washed, isPrivate: true }]
sources: { map: A map }
`;

describe('the seed', () => {
	it('has 25 facilities at least, each its own, on every continent with telescopes and in orbit', () => {
		expect(seed.length).toBeGreaterThanOrEqual(25);
		expect(new Set(seed.map((one) => one.facility)).size).toBe(seed.length);
		const instruments = seed.flatMap((one) => one.telescopes.flatMap((tel) => tel.instruments));
		expect(new Set(instruments.map((one) => one.instrument)).size).toBe(instruments.length);
		expect(seed.filter((one) => one.kind === 'space').map((one) => one.facility)).toEqual(['fermi', 'swift']);
	});

	it.each(seed.map((one) => [one.facility, one] as const))('%s reads back from its YAML', (_name, one) => {
		expect(parseFacility(formatFacility(one))).toEqual(one);
		expect(parseFacility(JSON.stringify(one))).toEqual(one);
	});

	// each within what its own pages tell
	it.each([
		['palomar-48', 'ztf', 44, 48],
		['rubin', 'lsstcam', 9.5, 10.2],
		['vista', 'vircam', 0.58, 0.61],
		['ctio-blanco', 'decam', 2.9, 3.9],
		['gemini-north', 'gmos-n', 0.0083, 0.0085]
	])('%s covers with %s between %d and %d square degrees', (facility, instrument, least, most) => {
		const area = footprintAreaDeg2(instrumentOf(named(facility), instrument).instrument.footprint!);
		expect(area).toBeGreaterThan(least);
		expect(area).toBeLessThan(most);
	});

	it('keeps the fields of every grid that an instrument names, and says so of others', () => {
		const names = seed.flatMap((one) =>
			one.telescopes.flatMap((tel) => tel.instruments.flatMap(({ grid }) => (grid ? [grid.name] : [])))
		);
		expect(names.sort()).toEqual(['lsst', 'ztf']);
		for (const name of names) {
			const fields = gridFields(name);
			expect(fields.length).toBeGreaterThan(1500);
			expect(new Set(fields.map((one) => one.field)).size).toBe(fields.length);
			for (const { raDeg, decDeg } of fields) {
				expect(raDeg >= 0 && raDeg < 360).toBe(true);
				expect(Math.abs(decDeg)).toBeLessThanOrEqual(90);
			}
		}
		// ztf_sim's ZTF_Fields
		expect(gridFields('ztf')[4]).toEqual({ field: '5', raDeg: 16.36364, decDeg: -81.85 });
		expect(refusal(() => gridFields('../seed/rubin'))).toBe(
			"There is no grid of fields named '../seed/rubin'."
		);
		expect(refusal(() => gridFields('none'))).toBe("There is no grid of fields named 'none'.");
	});

	it('lets Palomar and Siding Spring see what is above them at night, and Gemini North nothing at -60', () => {
		const night = { from: parseInstant('2019-10-01T00:00Z'), to: parseInstant('2019-10-03T00:00Z') };
		const seen = (facility: string, raDeg: number, decDeg: number) =>
			windows(
				limitsOf(named(facility), named(facility).telescopes[0]!),
				new Sight(standpointOf(named(facility)), { raDeg, decDeg }),
				night
			);
		expect(seen('palomar-48', 330, 20).length).toBe(2);
		expect(seen('lco-coj', 330, -40).length).toBe(2);
		expect(seen('palomar-48', 330, -60)).toEqual([]);
		expect(seen('gemini-north', 330, -60)).toEqual([]);
	});

	it('keeps Swift 45 degrees from the Sun at any hour, and says that the Earth may be in the way', () => {
		const swift = named('swift');
		const at = parseInstant('2017-08-17T12:41:04Z');
		const limits = limitsOf(swift, swift.telescopes[0]!);
		// the Sun is at 146.85, 13.34; NGC 4993 at 197.45, -23.38 is 60 degrees away
		expect(holds(limits, new Sight(standpointOf(swift), { raDeg: 197.45, decDeg: -23.38 }), at)).toBe(true);
		expect(holds(limits, new Sight(standpointOf(swift), { raDeg: 170, decDeg: 0 }), at)).toBe(false);
		expect(earthCaveat(swift)).toMatch(/each orbit of 94.1 min: which part/);
		expect(earthCaveat(named('rubin'))).toBeNull();
	});

	it('keeps Keck I off the platform in its north-east', () => {
		const keck = named('keck');
		const [one] = keck.telescopes;
		const day = { from: parseInstant('2020-01-01T00:00Z'), to: parseInstant('2020-01-03T00:00Z') };
		const sight = new Sight(standpointOf(keck), { raDeg: 150, decDeg: 20 });
		const opening = windows(limitsOf(keck, one!), sight, day).find(
			(window) => window.opensBy === 'above the horizon'
		);
		expect(sight.altitudeDeg(opening!.from)).toBeCloseTo(33.3, 1);
	});
});

describe('a facility', () => {
	const hill = parseFacility(small);
	const at = (utc: string) =>
		holds(
			limitsOf(hill, hill.telescopes[0]!),
			new Sight(standpointOf(hill), { raDeg: 0, decDeg: 89 }),
			parseInstant(utc)
		);

	it('is seen through its horizon, in time given and not while closed', () => {
		expect(['2026-01-05T23:00Z', '2026-01-11T23:00Z', '2026-03-05T23:00Z'].map(at)).toEqual([
			true,
			false,
			false
		]);
	});

	it('tells others when it is closed, and no private reason', () => {
		expect(nameOf(limitsOf(hill, hill.telescopes[0]!))).toContain('not (closed by the facility)');
		const told = withoutPrivateReasons(hill);
		expect(JSON.stringify(told)).not.toContain('washed');
		expect(told.rules.closures).toHaveLength(1);
		const open: Facility = {
			...hill,
			rules: { ...hill.rules, closures: [{ ...hill.rules.closures[0]!, isPrivate: false }] }
		};
		expect(nameOf(limitsOf(open, open.telescopes[0]!))).toContain('not (closed: mirror is washed)');
		expect(withoutPrivateReasons(open)).toEqual(open);
	});

	it.each([
		['latDeg: 40', 'latDeg: 95', /its site latDeg must be at most 90; got 95\.$/],
		['source: map }]', 'source: chart }]', /its sources wants the source 'chart', which is named/],
		['sources: { map: A map }', 'sources: { map: A map, b: B }', /has the source 'b', which nothing names/],
		['kind: ground', 'kind: space', /its site wants a site on the ground and none in space/],
		['given: [{ from: 2026-01-01', 'given: [{ from: 2026-13-01', /2026-13-01.*has month 13/],
		['to: 2026-02-01', 'to: 2025-02-01', /from must come before to/],
		['owner: Somebody', 'owner: Somebody\npassword: x', /it has 'password', of which nothing is known here/],
		['name: Hill\n', 'name: [Hill\n', /it is not YAML \(line \d+, column \d+\)/],
		['facility: hill', 'facility: The Hill', /its facility wants lower-case letters/],
		[
			'sunAltitudeMaxDeg: -12',
			'sunAltitudeMaxDeg: low',
			/limits 1 sunAltitudeMaxDeg must be a number; got 'low'/
		]
	])('with %s as %s is refused with a sentence', (before, after, sentence) => {
		expect(small).toContain(before);
		expect(refusal(() => parseFacility(small.replace(before, after)))).toMatch(sentence);
	});

	it('is refused where a few lines of YAML would unfold to gigabytes', () => {
		const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', 'b: &b [*a,*a,*a,*a,*a,*a,*a,*a]', 'c: [*b,*b,*b,*b,*b]'].join(
			'\n'
		);
		expect(refusal(() => parseFacility(bomb))).toMatch(/^The facility cannot be read: it is not YAML/);
	});

	it('is refused where it nests deeper than anybody would write it', () => {
		const deep = (levels: number) =>
			parseFacility(
				small.replace(
					/^\s*limits:.*$/m,
					(line) => `${line.split(':')[0]}: ${'['.repeat(levels)}${']'.repeat(levels)}`
				)
			);
		expect(refusal(() => deep(60))).toBe('The facility cannot be read: it nests deeper than 50 levels.');
	});

	it('is refused where a name stands twice', () => {
		const twice = { ...hill, telescopes: [hill.telescopes[0], hill.telescopes[0]] };
		expect(refusal(() => checkFacility(twice))).toMatch(/telescope 'one' twice/);
		expect(facilitySchema.safeParse(hill).success).toBe(true);
		expect(refusal(() => instrumentOf(hill, 'spectrograph'))).toBe(
			"Hill has no instrument 'spectrograph'; it has camera."
		);
	});
});

describe('figures of an instrument', () => {
	const r = instrumentOf(named('palomar-48'), 'ztf').instrument.depth.find((one) => one.band === 'r')!;
	const sky = { airmass: 1.2, moonlightLossMag: 0 };

	it('go as deep as known at the known exposure, 1.25 mag deeper in ten times the time, less deep lower down', () => {
		expect(limitingMagAb(r, { ...sky, exposureSec: 30 })).toBeCloseTo(20.6, 10);
		expect(limitingMagAb(r, { ...sky, exposureSec: 300 })).toBeCloseTo(21.85, 10);
		expect(limitingMagAb(r, { ...sky, airmass: 2, exposureSec: 30 })).toBeLessThan(20.3);
		expect(limitingMagAb(r, { ...sky, moonlightLossMag: 0.7, exposureSec: 30 })).toBeCloseTo(19.9, 10);
	});

	it('need the time for a depth in which that depth is reached', () => {
		fc.assert(
			fc.property(fc.double({ min: 15, max: 25, noNaN: true }), (magAb) => {
				const exposureSec = exposureForMagSec(r, magAb, sky);
				expect(limitingMagAb(r, { ...sky, exposureSec })).toBeCloseTo(magAb, 8);
			})
		);
	});

	it('slew by speeding up and slowing down', () => {
		const { slew } = named('palomar-48').telescopes[0]!;
		// ztf_sim's own model of the hour angle's drive: 0.4 deg/s2 up to 2.5 deg/s, 2 s to settle
		expect(slewSec(slew!, 0)).toBe(0);
		expect(slewSec(slew!, 7)).toBeCloseTo(2 * Math.sqrt(7 / 0.4) + 2, 10);
		expect(slewSec(slew!, 60)).toBeCloseTo(60 / 2.5 + 2.5 / 0.4 + 2, 10);
		expect(slewSec({ ...slew!, accelerationDegPerSec2: null, settleSec: null }, 10)).toBe(4);
	});

	it('cover a circle but for a sliver with the polygon that stands for it', () => {
		const circle = { shape: 'circle', radiusDeg: 1.1 } as const;
		const polygons = {
			shape: 'polygons',
			polygonsDeg: footprintPolygons(circle).map((one) => [...one])
		} as const;
		const share = footprintAreaDeg2(polygons as never) / footprintAreaDeg2(circle);
		expect(share).toBeLessThan(1);
		expect(share).toBeGreaterThan(0.998);
		expect(footprintAreaDeg2({ shape: 'rectangle', widthDeg: 2, heightDeg: 3 })).toBe(6);
	});
});
