import { describe, expect, it } from 'vitest';
import { nameOf } from '#lib/planner/observability/constraint.ts';
import { constraintOf, constraintSchema } from '#lib/planner/observability/description.ts';
import { aboveHorizon } from '#lib/planner/observability/horizon-rule.ts';
import * as rules from '#lib/planner/observability/rules.ts';
import { windows } from '#lib/planner/observability/windows.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { Sight } from '#lib/sky/sight.ts';
import { Standpoint } from '#lib/sky/standpoint.ts';

const palomar = new Standpoint({ latDeg: 33.3563, lonDeg: -116.8649, heightM: 1712 });
const night = { from: parseInstant('2020-03-01T00:00Z'), to: parseInstant('2020-03-02T00:00Z') };

describe('a constraint as data', () => {
	it('holds where all that is said holds', () => {
		const constraint = constraintOf(
			constraintSchema.parse({
				airmassMax: 2,
				sunAltitudeMaxDeg: -18,
				any: [{ moonAltitudeMaxDeg: 0 }, { moonDistanceMinDeg: 30, moonIlluminationMax: 0.5 }],
				not: { decDeg: [-90, -20] },
				during: [{ from: 'MJD 58909', to: '2020-03-02T06:00' }]
			})
		);
		expect(nameOf(constraint)).toBe(
			'airmass at most 2 and Sun at most -18 deg high and time given and (Moon at most 0 deg high or (at least 30 deg from the Moon and Moon at most 50 % lit)) and not (declination from -90 to -20 deg)'
		);
		const [only, ...more] = windows(constraint, new Sight(palomar, { raDeg: 130, decDeg: 30 }), night);
		expect(more).toEqual([]);
		// the Moon, half lit, goes down at 8h UT
		expect(only).toMatchObject({ opensBy: 'Sun at most -18 deg high' });
	});

	it('says nothing, and holds always', () => {
		expect(windows(constraintOf({}), new Sight(palomar, { raDeg: 0, decDeg: 0 }), night)).toHaveLength(1);
	});

	it.each([
		[{ airmassMax: 0.5 }],
		[{ altitudeMin: 30 }],
		[{ any: [] }],
		[{ during: [{ from: '2020-01-02', to: '2020-01-01' }] }],
		[{ during: [{ from: 'yesterday', to: '2020-01-01' }] }],
		[{ not: { moonIlluminationMax: 30 } }]
	])('%j is refused', (data) => {
		expect(constraintSchema.safeParse(data).success).toBe(false);
	});

	it.each([
		[
			() => rules.hourAngleBetween(3, -3),
			"The constraint's hour angle is -3; it must be between 3 and 12 hours."
		],
		[
			() => rules.moonDistanceAtLeast(NaN),
			/distance from the Moon is NaN; it must be between 0 and 180 degrees/
		],
		[() => aboveHorizon([]), /no points; it wants one at least/],
		[
			() =>
				aboveHorizon([
					{ azimuthDeg: 10, altitudeDeg: 1 },
					{ azimuthDeg: 10, altitudeDeg: 2 }
				]),
			/two altitudes at azimuth 10/
		]
	])('a value out of range is refused with a sentence', (make, sentence) => {
		expect(make).toThrow(sentence);
	});

	it('asks nothing of horizon and night in orbit', () => {
		const constraint = constraintOf({ airmassMax: 1.2, sunAltitudeMaxDeg: -18, hourAngleHours: [-1, 1] });
		const orbit = new Sight(new Standpoint(null), { raDeg: 0, decDeg: 0 });
		expect(windows(constraint, orbit, night)).toEqual([{ ...night, opensBy: null, closesBy: null }]);
	});
});
