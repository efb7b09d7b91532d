import { z } from 'zod';
import { finestNumberOrder } from '#lib/sky/healpix.ts';
import { detail, moment, mustBe, number, text, whole, word, written } from './fields.ts';

/** What the first member of a telling says. */
export const tellingVersion = 'telling/1';

const name = '[A-Za-z0-9][A-Za-z0-9_.+-]*';
const survey = written(
	'Survey or team that saw it; of a contributor, their group.',
	new RegExp(`^${name}$`),
	'a name of letters, digits, _, ., + and -, such as swope'
);
const noticeId = written(
	'Name of a notice: whose it is, a slash, and their own name for it.',
	new RegExp(`^${name}[/:].+$`),
	"an id that begins with its owner's name and a slash, such as swope/2017-08-18"
);
const event = written(
	'Name of the event.',
	/^[^\s/?#%]+$/,
	'a name without blanks and slashes, such as GRB170817A'
);
const raDeg = number('Right ascension in degrees, ICRS.', 0, 360);
const decDeg = number('Declination in degrees, ICRS.', -90, 90);
const statedAt = moment('When this part was stated, where that was not with the rest.');
const magnitude = (description: string) => number(description, -50, 100);
const flux = (description: string) => number(description, -1e30, 1e30);

const both = <T extends { ra_deg?: number | undefined; dec_deg?: number | undefined }>(one: T): boolean =>
	(one.ra_deg === undefined) === (one.dec_deg === undefined);
const bothWanted = { error: 'must be told together with dec_deg, or both left out', path: ['ra_deg'] };

/** One look at an object: what was seen, or how faint it must have been. */
export const detectionSchema = z
	.strictObject({
		survey,
		object: text("The team's own name of the object."),
		id: text('Name of this measurement, where one object has several at one time in one band.').optional(),
		kind: word(
			'detection unless told; a limit says that nothing was seen, forced that it was measured there.',
			['detection', 'limit', 'forced']
		).default('detection'),
		mjd_utc: number('Middle of the exposure, modified Julian date, UTC.', 15_000, 90_000),
		exposure_sec: number('Length of the exposure in seconds.', 0, 1e9).optional(),
		ra_deg: raDeg.optional(),
		dec_deg: decDeg.optional(),
		band: text('Band, as the team names it.', 50).optional(),
		mag: magnitude('Magnitude.').optional(),
		mag_err: number('Its standard error.', 0, 100).optional(),
		limiting_mag: magnitude('Magnitude that would just have been seen.').optional(),
		flux_njy: flux('Flux in nanojansky.').optional(),
		flux_err_njy: number('Its standard error.', 0, 1e30).optional(),
		stated_at: statedAt.optional()
	})
	.refine(both, bothWanted)
	.refine((one) => one.mag === undefined || one.flux_njy === undefined, {
		error: 'must be left out where flux_njy is told: one of them was measured',
		path: ['mag']
	})
	.refine((one) => one.kind !== 'limit' || (one.mag === undefined && one.flux_njy === undefined), {
		error: 'must be detection or forced where a mag or flux_njy is told; got "limit"',
		path: ['kind']
	})
	.refine((one) => one.kind !== 'limit' || one.limiting_mag !== undefined || one.flux_err_njy !== undefined, {
		error: 'must be told of a limit, or flux_err_njy; got nothing',
		path: ['limiting_mag']
	});

const subject = written(
	'What is spoken of, by the address of its page.',
	new RegExp(`^(objects/${name}/.+|events/[^/]+|alerts/${name}/-?[0-9]+)$`),
	'objects/<survey>/<name>, events/<name> or alerts/<survey>/<number>'
);

/** Something that is said about a subject; a later one of the same agent, property and qualifier takes its place. */
export const statementSchema = z
	.strictObject({
		subject,
		property: text('class, redshift, name, identity, host, comment, ...', 100),
		qualifier: text('Tells several of one property apart: a class label, a catalogue.').optional(),
		value: z
			.union([z.string().min(1).max(10_000), z.number()], {
				error: mustBe('a number, or a text of 1 to 10000 characters')
			})
			.meta({ description: "A text, a number, or for `identity` another subject's address." }),
		unit: text('Unit of a number, in VOUnits; without one it has no dimension.', 50).optional(),
		software: text('Version of the software that said it.').optional(),
		detail: detail(
			'Anything further: `source`, where it is written; `reported`, true for what is from memory.'
		).optional(),
		stated_at: statedAt.optional()
	})
	.refine((one) => one.unit === undefined || typeof one.value === 'number', {
		error: 'must be left out where the value is a text',
		path: ['unit']
	})
	.refine((one) => one.property !== 'identity' || subject.safeParse(one.value).success, {
		error:
			'must be the address of another subject, such as objects/swope/SSS17a, where the property is identity',
		path: ['value']
	});

/** A message about an event: a machine's, or people's in their own words. */
export const noticeSchema = z
	.strictObject({
		id: noticeId,
		event: event.optional(),
		event_kind: word('Kind of event.', ['gw', 'grb', 'neutrino', 'transient', 'other']).default('other'),
		stream: text("The stream it came on; the agent's name unless told.", 100).optional(),
		kind: word('What it is.', [
			'early-warning',
			'preliminary',
			'initial',
			'update',
			'retraction',
			'circular',
			'other'
		]),
		title: text('One line.', 500).optional(),
		body: text('What it says.', 100_000).optional(),
		event_at: moment('When the event happened, as this notice has it.').optional(),
		ra_deg: raDeg.optional(),
		dec_deg: decDeg.optional(),
		error_deg: number('Error radius in degrees.', 0, 180).optional(),
		far_hz: number('False-alarm rate in hertz.', 0, 1e12).optional(),
		cites: z
			.array(z.strictObject({ id: noticeId, how: word('How.', ['followup', 'supersedes', 'retraction']) }), {
				error: mustBe('a list of notices')
			})
			.max(1000)
			.default([])
			.meta({ description: 'Notices that this one follows up, supersedes or retracts.' }),
		detail: detail('Anything further, by name.').default({}),
		stated_at: statedAt.optional()
	})
	.refine(both, bothWanted);

const cell = z.tuple(
	[
		whole('HEALPix order.', finestNumberOrder),
		whole('NESTED pixel, ICRS.', 12 * 4 ** finestNumberOrder - 1),
		number('Probability in the cell.', 0, 1)
	],
	{ error: mustBe('[order, pixel, probability]') }
);

/** Where an event was: a circle, or HEALPix cells of several orders whose probabilities sum to 1. */
export const localizationSchema = z
	.strictObject({
		event,
		notice: noticeId,
		name: text('Name of the map.'),
		creator: text('Who or what made it.').optional(),
		event_at: moment('When the event happened, as the map has it.').optional(),
		circle: z
			.strictObject({
				ra_deg: raDeg,
				dec_deg: decDeg,
				radius_deg: number('Radius in degrees.', 0.001, 45),
				containment: number('Part of the probability within it.', 0.01, 0.999)
			})
			.optional()
			.meta({
				description: 'Taken as the centre of a Fisher distribution, of which so much lies within it.'
			}),
		cells: z
			.array(cell)
			.min(1)
			.max(100_000)
			.optional()
			.meta({ description: 'Cells: order, pixel, probability.' }),
		distance_mean_mpc: number('Mean luminosity distance in Mpc.', 0, 1e6).optional(),
		distance_std_mpc: number('Its standard deviation.', 0, 1e6).optional(),
		stated_at: statedAt.optional()
	})
	.refine((one) => (one.circle === undefined) !== (one.cells === undefined), {
		error: 'must be told, or cells, and not both',
		path: ['circle']
	});

/** The lists of a telling, and what stands in each. */
export const items = {
	detections: detectionSchema,
	statements: statementSchema,
	notices: noticeSchema,
	localizations: localizationSchema
} as const;

const mostItems = 100_000;
const listOf = <Item extends z.ZodType>(item: Item) =>
	z
		.array(item, { error: mustBe('a list') })
		.max(mostItems, { error: mustBe(`a list of at most ${mostItems}`) })
		.default([]);

const frame = {
	$schema: text('Address of this schema.', 500).optional(),
	lookback: z.literal(tellingVersion, { error: mustBe(`"${tellingVersion}"`) }),
	agent: written(
		'Who tells: a name, and after slashes a part of it. Of a contributor, their group.',
		new RegExp(`^${name}(/${name})*$`),
		'a name of letters, digits, _, ., + and -, such as swope or swope/pipeline'
	),
	stated_at: moment('When it was told to its readers; without it, when it came here.').optional(),
	collection: text('Collection the facts go to: its group, a full stop, its own name.', 100),
	role: word('observation unless told; tests are hidden unless asked for.', [
		'observation',
		'prediction',
		'utility',
		'test',
		'mock'
	]).default('observation'),
	detail: detail('Goes into the detail of every statement and notice: `source`, `reported`, ...').default({})
};

/** A telling, whole. */
export const tellingSchema = z
	.strictObject({
		...frame,
		detections: listOf(detectionSchema),
		statements: listOf(statementSchema),
		notices: listOf(noticeSchema),
		localizations: listOf(localizationSchema)
	})
	.meta({
		title: 'A telling of Lookback, version 1',
		description:
			'What somebody tells an archive: what they saw, say, announced or localized. See docs/telling.md.'
	});

/** A telling whose items are not looked at yet: each of them is refused alone. */
export const tellingFrame = z.strictObject({
	...frame,
	detections: listOf(z.unknown()),
	statements: listOf(z.unknown()),
	notices: listOf(z.unknown()),
	localizations: listOf(z.unknown())
});

export type TellingFrame = z.output<typeof tellingFrame>;
export type TellingItem<List extends keyof typeof items> = z.output<(typeof items)[List]>;

/** JSON Schema (draft 2020-12) of a telling, as people write it. */
export function tellingJsonSchema(): object {
	return z.toJSONSchema(tellingSchema, { io: 'input' });
}
