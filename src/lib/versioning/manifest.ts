import { z } from 'zod';
import { badManifest, notJson } from './manifest-troubles.ts';

/** Value of a condition: given, or that of a parameter of the analysis. */
const value = z.union([z.string(), z.number(), z.strictObject({ parameter: z.string() })]);

/** A file of the analysis itself. */
const ownPath = z
	.string()
	.regex(
		/^(?!\/)(?!(.*\/)?\.\.(\/|$))[^\\]+$/,
		'must be the path of a file in its own folder, with slashes and without ..'
	);

/** The name of an input or a parameter. */
const word = z
	.string()
	.regex(/^[a-z]\w*$/, 'must be letters, digits and underscores, a lower-case letter first');

/** Conditions on objects and their alerts, as the address of `/objects` takes them. */
const region = z.strictObject({
	survey: value.optional(),
	ra: value.optional().describe('ICRS degrees'),
	dec: value.optional().describe('ICRS degrees'),
	radius_arcsec: value.optional(),
	event: value.optional().describe("Event in whose newest map's credible region they lie"),
	credible: value.optional().describe('Probability that the region holds, 0 to 1'),
	class: value.optional(),
	class_by: value.optional(),
	changed_since: value.optional(),
	subject: value.optional().describe('One object alone: objects/ztf/ZTF18abc')
});

const input = z.discriminatedUnion('of', [
	z.strictObject({
		of: z.literal('objects').describe('Objects as their page tells them, one an item'),
		where: region.default({}),
		with: z
			.array(z.enum(['alerts', 'photometry', 'statements']))
			.default(['photometry'])
			.describe('What comes with each')
	}),
	z.strictObject({ of: z.literal('alerts').describe('Alerts, one an item'), where: region.default({}) }),
	z.strictObject({
		of: z.literal('events').describe('Events with their notices and maps, one an item'),
		where: z
			.strictObject({
				event: value.optional(),
				kind: value.optional(),
				changed_since: value.optional()
			})
			.default({}),
		with: z
			.array(z.enum(['notices', 'localizations', 'cells']))
			.default(['notices', 'localizations'])
			.describe('What comes with each; cells are those of its newest map')
	}),
	z.strictObject({
		of: z.literal('statements').describe('What anyone says of anything, one an item'),
		where: z
			.strictObject({
				property: value.optional(),
				agent: value.optional(),
				subject: value.optional()
			})
			.default({})
	}),
	z.strictObject({
		of: z.literal('catalogue').describe('Rows of a small CSV or JSON file of the analysis itself'),
		path: ownPath
	})
]);

const runtime = z.discriminatedUnion('kind', [
	z.strictObject({
		kind: z.literal('js').describe('An ECMAScript module in an isolate of V8'),
		module: ownPath.describe('Path of the module whose default export is called')
	}),
	z.strictObject({
		kind: z.literal('command').describe('A program over NDJSON on standard input and output'),
		command: z.array(z.string()).min(1),
		lockfile: ownPath.describe('File that pins what it needs, such as requirements.txt')
	}),
	z.strictObject({
		kind: z.literal('container').describe('The same program in an OCI image'),
		image: z
			.string()
			.regex(/@sha256:[0-9a-f]{64}$/, 'must be an image by its digest, name@sha256:<64 digits>'),
		command: z.array(z.string()).default([])
	})
]);

const parameter = z.strictObject({
	type: z.enum(['number', 'string', 'boolean']),
	default: z
		.union([z.number(), z.string(), z.boolean()])
		.optional()
		.describe('Where there is none it must be given'),
	unit: z.string().optional(),
	description: z.string()
});

/** The name of an analysis. */
export const analysisName = z
	.string()
	.regex(/^[a-z][a-z0-9-]{1,62}$/, 'must be 2 to 63 lower-case letters, digits and hyphens, a letter first');

/** `analysis.json`, which makes a folder an analysis. */
export const manifestSchema = z
	.strictObject({
		$schema: z.string().optional(),
		name: analysisName,
		title: z.string().min(1).max(200),
		description: z.string().default(''),
		runtime,
		inputs: z.record(word, input),
		each: z
			.string()
			.optional()
			.describe(
				'Input whose items it gets one at a time, the others whole with each; without it, all of them at once'
			),
		parameters: z.record(word, parameter).default({}),
		emits: z
			.strictObject({
				selections: z.boolean().default(false),
				statements: z.array(z.string()).default([]).describe('Properties that its statements may be about'),
				decisions: z.array(z.string()).default([]).describe('Actions that it may decide'),
				tables: z.array(z.string()).default([]).describe('Names of its tables')
			})
			.describe('All that it may say'),
		limits: z
			.strictObject({
				seconds: z.number().positive().max(3600).default(60).describe('For one call'),
				memory_mb: z.number().int().min(16).max(4096).default(256),
				output_mb: z.number().positive().max(64).default(16).describe('For a whole run')
			})
			.prefault({})
	})
	.refine(({ each, inputs }) => each === undefined || (isObject(inputs) && Object.hasOwn(inputs, each)), {
		path: ['each'],
		error: 'must be the name of one of its inputs',
		// told beside what else is wrong
		when: ({ value }) => isObject(value)
	});

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

export type Manifest = z.infer<typeof manifestSchema>;
export type Input = z.infer<typeof input>;
export type ParameterValue = number | string | boolean;
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** Name of the manifest in the folder of an analysis. */
export const manifestFile = 'analysis.json';

/** JSON Schema (draft 2020-12) of `analysis.json`, as people write it. */
export function manifestJsonSchema(): object {
	return z.toJSONSchema(manifestSchema, { io: 'input' });
}

/** Reads a manifest. @throws LookbackError `versioning/bad-manifest` that names every wrong field and what it must be. */
export function parseManifest(text: string): Manifest {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (cause) {
		throw notJson(manifestFile, cause as Error);
	}
	const parsed = manifestSchema.safeParse(json);
	if (parsed.success) return parsed.data;
	throw badManifest(manifestFile, parsed.error.issues, json);
}
