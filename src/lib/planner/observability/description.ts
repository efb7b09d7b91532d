import { z } from 'zod';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { all, any, not, type Constraint } from './constraint.ts';
import { aboveHorizon } from './horizon-rule.ts';
import * as rules from './rules.ts';
import { during } from './time-rule.ts';

const pair = z.tuple([z.number(), z.number()]);

const horizonPoint = z.strictObject({
	azimuthDeg: z.number().min(0).max(360),
	altitudeDeg: z.number().min(-90).max(89)
});

/** A moment as `parseInstant` reads it, as text. */
export const instantText = z.string().superRefine((text, context) => {
	try {
		parseInstant(text);
	} catch (error) {
		context.addIssue({ code: 'custom', message: (error as Error).message });
	}
});

/** A span of time as text, `to` not in it. */
export const spanSchema = z
	.strictObject({ from: instantText, to: instantText })
	.refine(({ from, to }) => from && to && isBefore(from, to), 'from must come before to');

/**
 * A constraint as data. All that is said in one object is to hold at once; `all`, `any` and `not` compose further.
 * Altitudes are without refraction; hour angles are pairs from east (negative) to west.
 */
export const constraintSchema = z.strictObject({
	altitudeMinDeg: z.number().min(-90).max(90).optional(),
	altitudeMaxDeg: z.number().min(-90).max(90).optional(),
	airmassMax: z.number().min(1).max(38).optional(),
	hourAngleHours: pair.optional(),
	decDeg: pair.optional(),
	galacticLatitudeMinDeg: z.number().min(0).max(90).optional(),
	sunAltitudeMaxDeg: z.number().min(-90).max(90).optional(),
	sunDistanceMinDeg: z.number().min(0).max(180).optional(),
	moonAltitudeMaxDeg: z.number().min(-90).max(90).optional(),
	moonDistanceMinDeg: z.number().min(0).max(180).optional(),
	moonIlluminationMax: z.number().min(0).max(1).optional(),
	horizon: z.array(horizonPoint).min(1).optional(),
	during: z.array(spanSchema).optional(),
	get all() {
		return z.array(constraintSchema).optional();
	},
	get any() {
		return z.array(constraintSchema).min(1).optional();
	},
	get not() {
		return constraintSchema.optional();
	}
});

export type ConstraintDescription = z.infer<typeof constraintSchema>;

/**
 * The constraint that a description tells.
 * @throws LookbackError `planner/bad-constraint` for a value out of its range.
 */
export function constraintOf(description: ConstraintDescription): Constraint {
	const said = (Object.keys(description) as (keyof ConstraintDescription)[]).flatMap((key) => {
		const make = makers[key] as (value: unknown) => Constraint;
		return description[key] === undefined ? [] : [make(description[key])];
	});
	return all(...said);
}

const makers: {
	readonly [K in keyof ConstraintDescription]-?: (value: NonNullable<ConstraintDescription[K]>) => Constraint;
} = {
	altitudeMinDeg: rules.altitudeAtLeast,
	altitudeMaxDeg: rules.altitudeAtMost,
	airmassMax: rules.airmassAtMost,
	hourAngleHours: ([from, to]) => rules.hourAngleBetween(from, to),
	decDeg: ([from, to]) => rules.declinationBetween(from, to),
	galacticLatitudeMinDeg: rules.galacticLatitudeAtLeast,
	sunAltitudeMaxDeg: rules.sunAltitudeAtMost,
	sunDistanceMinDeg: rules.sunDistanceAtLeast,
	moonAltitudeMaxDeg: rules.moonAltitudeAtMost,
	moonDistanceMinDeg: rules.moonDistanceAtLeast,
	moonIlluminationMax: rules.moonIlluminationAtMost,
	horizon: aboveHorizon,
	during: (spans) =>
		during(spans.map(({ from, to }) => ({ from: parseInstant(from), to: parseInstant(to) }))),
	all: (of) => all(...of.map(constraintOf)),
	any: (of) => any(...of.map(constraintOf)),
	not: (of) => not(constraintOf(of))
};

function isBefore(from: string, to: string): boolean {
	try {
		return parseInstant(from) < parseInstant(to);
	} catch {
		return true;
	}
}
