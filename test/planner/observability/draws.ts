import fc from 'fast-check';
import { all, any, not, type Constraint } from '#lib/planner/observability/constraint.ts';
import { aboveHorizon } from '#lib/planner/observability/horizon-rule.ts';
import * as rules from '#lib/planner/observability/rules.ts';
import { during } from '#lib/planner/observability/time-rule.ts';
import { observatories } from '#lib/sky/observatories.ts';
import { Sight } from '#lib/sky/sight.ts';
import { Standpoint } from '#lib/sky/standpoint.ts';
import type { Instant } from '#lib/sky/time.ts';

const second = 1_000_000;

/** Whole microseconds between 2010 and 2030. */
export const moments = fc
	.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2030, 0) })
	.map((ms) => (ms * 1000 + 123_456) as Instant);

const whole = (min: number, max: number) => fc.integer({ min, max });

const longyearbyen = { latDeg: 78.2, lonDeg: 15.6, heightM: 0 };
const dateLine = { latDeg: -17, lonDeg: 180, heightM: 20 };
const southPole = { latDeg: -90, lonDeg: 0, heightM: 2835 };

export const standpoints = fc
	.constantFrom(...observatories, longyearbyen, dateLine, southPole, null)
	.map((place) => new Standpoint(place));

export const targets = fc.record({
	raDeg: fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }),
	decDeg: fc.oneof(
		fc.double({ min: -1, max: 1, noNaN: true }).map((z) => (Math.asin(z) * 180) / Math.PI),
		fc.constantFrom(-90, 90, 89.999)
	)
});

export const sights = fc.tuple(standpoints, targets).map(([from, target]) => new Sight(from, target));

/** Constraints of all kinds within a few hours after a moment, up to three deep. */
export function constraintsAfter(from: Instant): fc.Arbitrary<Constraint> {
	const spans = fc.array(fc.tuple(whole(-3600, 20_000), whole(1, 9000)), { minLength: 1, maxLength: 3 });
	const rule = fc.oneof(
		whole(-20, 89).map(rules.altitudeAtLeast),
		whole(-20, 89).map(rules.altitudeAtMost),
		fc.constantFrom(1, 1.2, 2, 2.5).map(rules.airmassAtMost),
		fc
			.tuple(whole(-48, 48), whole(-48, 48))
			.map(([a, b]) => rules.hourAngleBetween(Math.min(a, b) / 4, Math.max(a, b) / 4)),
		whole(-80, 80).map((dec) => rules.declinationBetween(-90, dec)),
		whole(0, 80).map(rules.galacticLatitudeAtLeast),
		whole(-20, 20).map(rules.sunAltitudeAtMost),
		whole(-20, 60).map(rules.moonAltitudeAtMost),
		whole(0, 100).map((percent) => rules.moonIlluminationAtMost(percent / 100)),
		whole(5, 120).map(rules.moonDistanceAtLeast),
		whole(5, 120).map(rules.sunDistanceAtLeast),
		fc
			.uniqueArray(fc.tuple(whole(0, 359), whole(0, 60)), {
				minLength: 1,
				maxLength: 6,
				selector: ([az]) => az
			})
			.map((points) =>
				aboveHorizon(points.map(([azimuthDeg, altitudeDeg]) => ({ azimuthDeg, altitudeDeg })))
			),
		spans.map((told) =>
			during(
				told.map(([start, length]) => ({
					from: (from + start * second + 250_000) as Instant,
					to: (from + (start + length) * second) as Instant
				})),
				`time given ${told.join(' ')}`
			)
		)
	);
	const { constraint } = fc.letrec<{ constraint: Constraint }>((tie) => ({
		constraint: fc.oneof(
			{ maxDepth: 3, withCrossShrink: true },
			rule,
			fc.array(tie('constraint'), { minLength: 1, maxLength: 3 }).map((of) => all(...of)),
			fc.array(tie('constraint'), { minLength: 1, maxLength: 3 }).map((of) => any(...of)),
			tie('constraint').map(not)
		)
	}));
	return constraint;
}
