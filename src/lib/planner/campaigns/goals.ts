import { z } from 'zod';
import { instrumentKinds } from '../facilities/facility.ts';
import { constraintSchema, instantText } from '../observability/description.ts';

const name = z.string().trim().min(1).max(200);
const facilities = z
	.array(z.string().min(1).max(100))
	.min(1)
	.max(200)
	.describe('Facilities that may do it; all unless given.');

/** Kinds of instruments that may do it; unless given, those of optical and infrared light. */
const kinds = z.array(z.enum(instrumentKinds)).min(1).nullable().default(null);

const exposure = z.strictObject({
	band: z.string().min(1).max(20).nullable(),
	exposureSec: z.number().positive().max(86_400),
	exposures: z.number().int().positive().max(1000).default(1)
});

/** A target to be observed, once or several times in a row. */
export const targetSchema = z.strictObject({
	name,
	/** `objects/<survey>/<id>` where the archive knows it: then what is said of it can make plans stale. */
	subject: z.string().min(1).max(500).nullable().default(null),
	raDeg: z.number().min(0).lt(360),
	decDeg: z.number().min(-90).max(90),
	/** What one visit consists of. */
	sets: z.array(exposure).min(1).max(20),
	/** Worth of a visit beside others of the campaign, 1 for an ordinary one. */
	priority: z.number().positive().max(1000).default(1),
	visits: z.number().int().positive().max(1000).default(1),
	/** Time between the starts of a visit and the next; null for none. */
	cadenceHours: z
		.strictObject({ least: z.number().nonnegative(), greatest: z.number().positive() })
		.nullable()
		.default(null),
	/** Whether part of its visits are of no use. */
	isWhole: z.boolean().default(false),
	deadline: instantText.nullable().default(null),
	kinds,
	instruments: z.array(z.string().min(1).max(100)).min(1).nullable().default(null),
	facilities: facilities.nullable().default(null)
});

/** A localization to cover. */
export const coverageSchema = z.strictObject({
	/** Event, as the archive names it: its newest map at the plan's basis is covered. */
	event: name,
	/** Probability to be covered, from 0 to 1. */
	probability: z.number().gt(0).max(1).default(0.9),
	sets: z.array(exposure).min(1).max(20),
	/** Looks at each field, a cadence apart. */
	epochs: z.number().int().positive().max(20).default(1),
	cadenceHours: z
		.strictObject({ least: z.number().nonnegative(), greatest: z.number().positive() })
		.nullable()
		.default(null),
	/** Galaxies to weigh the map by; the campaign's own list, since catalogues at scale come later. */
	galaxies: z
		.array(
			z.strictObject({
				name,
				raDeg: z.number().min(0).lt(360),
				decDeg: z.number().min(-90).max(90),
				distanceMpc: z.number().positive(),
				weight: z.number().nonnegative().default(1)
			})
		)
		.max(100_000)
		.nullable()
		.default(null),
	priority: z.number().positive().max(1000).default(1),
	deadline: instantText.nullable().default(null),
	facilities: facilities.nullable().default(null),
	kinds,
	instruments: z.array(z.string().min(1).max(100)).min(1).nullable().default(null)
});

/** What a campaign wants: targets, localizations, and what has to hold while any of them is observed. */
export const goalsSchema = z
	.strictObject({
		targets: z.array(targetSchema).max(20_000).default([]),
		coverage: z.array(coverageSchema).max(20).default([]),
		/** Beside the limits that facilities have. */
		constraint: constraintSchema.nullable().default(null)
	})
	.superRefine((goals, context) => {
		if (goals.targets.length + goals.coverage.length === 0)
			context.addIssue({ code: 'custom', message: 'wants one target or one localization at least' });
		const names = goals.targets.map((one) => one.name);
		const twice =
			names.length === new Set(names).size ? null : names.find((one, i) => names.indexOf(one) < i);
		if (twice)
			context.addIssue({ code: 'custom', path: ['targets'], message: `has the target '${twice}' twice` });
		for (const [i, { cadenceHours: cadence }] of [...goals.targets, ...goals.coverage].entries())
			if (cadence && cadence.least > cadence.greatest)
				context.addIssue({
					code: 'custom',
					path:
						i < goals.targets.length
							? ['targets', i, 'cadenceHours']
							: ['coverage', i - goals.targets.length, 'cadenceHours'],
					message: `has at least ${cadence.least} hours and at most ${cadence.greatest}; the first must not be greater`
				});
	});

export type Goals = z.infer<typeof goalsSchema>;
export type Target = z.infer<typeof targetSchema>;
export type CoverageGoal = z.infer<typeof coverageSchema>;
