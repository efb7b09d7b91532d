import { z } from 'zod';
import { constraintSchema, instantText, spanSchema } from '../observability/description.ts';
import { footprintSchema } from './footprint.ts';

/*
 * A facility as data: what its YAML says and what its facts keep. Figures stand beside the key of their source, which
 * `sources` tells in words; what nobody could be found to say is null.
 */

const slug = z
	.string()
	.regex(/^[a-z\d]+(-[a-z\d]+)*$/, 'wants lower-case letters and digits, with single hyphens between them');
const text = z.string().min(1, 'wants some text');
const source = slug;
const positive = z.number().positive();
const notNegative = z.number().nonnegative();

/** Where it stands, on WGS84. The horizon is an altitude, or a profile of straight lines between azimuths. */
export const siteSchema = z.strictObject({
	name: text,
	latDeg: z.number().min(-90).max(90),
	/** East of Greenwich. */
	lonDeg: z.number().min(-180).max(180),
	heightM: z.number().min(-500).max(9000),
	horizon: z
		.union([
			z.number().min(-10).max(89),
			z
				.array(
					z.strictObject({
						azimuthDeg: z.number().min(0).max(360),
						altitudeDeg: z.number().min(-10).max(89)
					})
				)
				.min(1)
		])
		.nullable(),
	source
});

/** What is known of an orbit. Without its elements nobody can say when the Earth is in the way, only for how long. */
export const orbitSchema = z.strictObject({
	periodMin: positive.nullable(),
	/** How far from the Earth's limb it may look. */
	earthLimbMinDeg: notNegative.nullable(),
	source
});

/** What a mount, a dome or an observatory does not go beyond; all of one entry are to hold. */
const limitsSchema = constraintSchema.extend({ source });

export const slewSchema = z.strictObject({
	rateDegPerSec: positive,
	accelerationDegPerSec2: positive.nullable(),
	settleSec: notNegative.nullable(),
	source
});

/** How faint it goes: the limiting AB magnitude of a point source so many sigma above the noise, at one known place. */
export const depthSchema = z.strictObject({
	band: text,
	limitingMagAb: z.number(),
	/** Null where the source does not tell. */
	nSigma: positive.nullable(),
	exposureSec: positive,
	/** Null where the source tells a median of its survey. */
	airmass: z.number().min(1).nullable(),
	/** The part of the Moon's disc that was lit; null for a median. */
	moonIllumination: z.number().min(0).max(1).nullable(),
	source
});

export const overheadsSchema = z.strictObject({
	readoutSec: notNegative.nullable(),
	filterChangeSec: notNegative.nullable(),
	/** Once for each visit, beside slewing: acquiring, guiding. */
	perVisitSec: notNegative.nullable(),
	source
});

/** Fixed fields that an instrument points at. */
export const gridSchema = z.strictObject({ name: slug, source });

export const instrumentKinds = [
	'imager',
	'spectrograph',
	'imaging-spectrograph',
	'infrared-imager',
	'ultraviolet-imager',
	'x-ray',
	'gamma-ray',
	'cherenkov',
	'radio'
] as const;

export const instrumentSchema = z.strictObject({
	instrument: slug,
	name: text,
	kind: z.enum(instrumentKinds),
	/** Null where its field is not known, as with slits that nobody tiles a sky with. */
	footprint: footprintSchema.nullable(),
	bands: z.array(text),
	depth: z.array(depthSchema),
	overheads: overheadsSchema.nullable(),
	grid: gridSchema.nullable()
});

export const telescopeSchema = z.strictObject({
	telescope: slug,
	name: text,
	aperture: z.strictObject({ diameterM: positive, source }).nullable(),
	limits: z.array(limitsSchema),
	slew: slewSchema.nullable(),
	instruments: z.array(instrumentSchema).min(1)
});

/** Time that the facility keeps for itself, or gives. A private reason is for its own people only. */
export const rulesSchema = z.strictObject({
	/** Time given to others; null where all of it is, an empty list where none is. */
	given: z.array(spanSchema).nullable(),
	closures: z.array(
		z
			.strictObject({ from: instantText, to: instantText, reason: text.nullable(), isPrivate: z.boolean() })
			.refine(({ from, to }) => spanSchema.safeParse({ from, to }).success, 'from must come before to')
	)
});

export const facilitySchema = z
	.strictObject({
		facility: slug,
		name: text,
		kind: z.enum(['ground', 'space']),
		owner: text,
		/** Null in space. */
		site: siteSchema.nullable(),
		/** Null on the ground. */
		orbit: orbitSchema.nullable(),
		telescopes: z.array(telescopeSchema).min(1),
		rules: rulesSchema,
		sources: z.record(slug, text)
	})
	.superRefine((facility, context) => {
		const complain = (message: string, path: (string | number)[] = []) =>
			context.addIssue({ code: 'custom', message, path });
		if ((facility.kind === 'ground') !== (facility.site !== null))
			complain('wants a site on the ground and none in space', ['site']);
		if ((facility.kind === 'space') !== (facility.orbit !== null))
			complain('wants an orbit in space and none on the ground', ['orbit']);
		const used = new Set(sourcesIn(facility));
		for (const key of used)
			if (!(key in facility.sources)) complain(`wants the source '${key}', which is named`, ['sources']);
		for (const key of Object.keys(facility.sources))
			if (!used.has(key)) complain(`has the source '${key}', which nothing names`, ['sources']);
		const instruments = facility.telescopes.flatMap((one) => one.instruments.map((it) => it.instrument));
		for (const [what, names] of [
			['telescope', facility.telescopes.map((one) => one.telescope)],
			['instrument', instruments]
		] as const) {
			const twice = names.find((name, i) => names.indexOf(name) < i);
			if (twice) complain(`has the ${what} '${twice}' twice`, ['telescopes']);
		}
	});

export type Facility = z.infer<typeof facilitySchema>;
export type Telescope = z.infer<typeof telescopeSchema>;
export type Instrument = z.infer<typeof instrumentSchema>;
export type Depth = z.infer<typeof depthSchema>;
export type Slew = z.infer<typeof slewSchema>;

/** Every source that is named somewhere within, more than once where it is. */
function sourcesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(sourcesIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === 'source' && typeof inner === 'string' ? [inner] : key === 'sources' ? [] : sourcesIn(inner)
	);
}
