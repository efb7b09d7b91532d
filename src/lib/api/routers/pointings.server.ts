import { z } from 'zod';
import { assertTeller } from '#lib/access/permits.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { importPointings } from '#lib/planner/imports/index.server.ts';
import { countPointings, listPointings, recordPointings } from '#lib/planner/pointings/index.server.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { bytesField, flag, instant, number, text } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { withSentFile } from '../sent-file.server.ts';
import { procedure, router } from '../trpc.server.ts';

const facilityField = text('Name of a facility: palomar-48.', 100);
const eventField = text('Event, as the archive names it.', 200);
const campaignField = text('Name of a campaign.', 100);

export const pointingsInput = z.strictObject({
	facility: facilityField.optional(),
	event: eventField.optional(),
	campaign: campaignField.optional(),
	band: text('Band, as the pointing tells it.', 50).optional(),
	executed: flag('Only those that were carried out, or only those that were planned.').optional(),
	from: instant('Only pointings that end after this moment.').optional(),
	to: instant('Only pointings that begin before this moment.').optional(),
	...basisFields,
	...pageFields
});

const anyNumber = (description: string) => number(description, 'a number', () => true, {});

const pointingField = z.strictObject({
	facility: facilityField,
	pointing: text("Name of the pointing, one of its facility's own.", 200),
	instrument: text('Instrument of the facility.', 100),
	is_executed: flag('Whether it was carried out; else it is planned.'),
	from: instant('Beginning.'),
	to: instant('End; the same as the beginning where only a moment is known.'),
	ra_deg: anyNumber('Right ascension of the middle of the field, ICRS, in degrees.'),
	dec_deg: anyNumber('Declination of the middle of the field, ICRS, in degrees.'),
	position_angle_deg: anyNumber('Position angle in degrees, from north to east.').optional(),
	band: text('Band.', 50).optional(),
	depth_mag: anyNumber('Limiting AB magnitude.').optional(),
	event: eventField.optional(),
	campaign: campaignField.optional(),
	block: text('Block of the schedule that it carries out.', 50).optional(),
	detail: z.record(z.string(), z.unknown()).optional()
});

/** What is said of a file of pointings beside its bytes. */
export const importFields = {
	name: text('Name of the file; a list of gwemopt names its telescope and event in it.').default('pointings'),
	facility: text(
		'Whose pointings they are, where the file does not say so as facilities here are called.',
		100
	).optional(),
	instrument: text('Its instrument, likewise.', 100).optional(),
	event: text('The event they were for, where that is not as the file says.', 200).optional(),
	campaign: text(
		'The campaign they were for: its audience sees them; everyone sees those of none.',
		100
	).optional(),
	known_at: instant('When those that do not say so were known; now unless told.').optional()
};

/** With it goes what was counted on the first page, and how many of them stand before this one. */
const cursor = z.object({
	...{ from: place.instant, facility: place.text, pointing: place.text },
	...{ before: z.int().min(0), total: z.int().min(0) }
});

export const pointingsRouter = router({
	/** Where instruments looked and were going to, the newest beginning first. */
	list: procedure.input(pointingsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { facility, event, campaign, band, executed, from, to, limit } = input;
		const after = decodeCursor(input.cursor, cursor);
		const filter = { facility, event, campaign, band, executed, from, to };
		const [found, total] = await Promise.all([
			listPointings(question, { ...filter, after, limit: limit + 1 }),
			after?.total ?? countPointings(question, filter)
		]);
		const pointings = found.slice(0, limit);
		const last = found.length > pointings.length ? pointings.at(-1)! : null;
		const before = after?.before ?? 0;
		return {
			basis: formatBasis(question.basis),
			pointings,
			before,
			total,
			next_cursor: encodeCursor(
				last && {
					...{ from: last.from_at, facility: last.facility, pointing: last.pointing },
					...{ before: before + pointings.length, total }
				}
			)
		};
	}),

	/** Records where instruments looked, known from now on; what is on record in the same words is left out. */
	record: procedure
		.input(z.strictObject({ pointings: z.array(pointingField).min(1).max(1000) }))
		.mutation(async ({ ctx, input }) => {
			const viewer = await ctx.viewer();
			const wishes = input.pointings.map((one) => ({
				facility: one.facility,
				pointing: one.pointing,
				instrument: one.instrument,
				isExecuted: one.is_executed,
				from: one.from,
				to: one.to,
				raDeg: one.ra_deg,
				decDeg: one.dec_deg,
				positionAngleDeg: one.position_angle_deg ?? null,
				band: one.band ?? null,
				depthMag: one.depth_mag ?? null,
				event: one.event ?? null,
				campaign: one.campaign ?? null,
				block: one.block ?? null,
				detail: one.detail ?? null,
				toldAt: null
			}));
			const by = { viewer, actor: viewer.name, now: ctx.now };
			return { recorded: await recordPointings(ctx.archive, wishes, by) };
		}),

	/** Records the pointings in a file: ObsLocTAP, Treasure Map, ACROSS, gwemopt, logs, notices of spacecraft; archives of them too. */
	importFile: procedure
		.input(z.strictObject({ ...importFields, bytes: bytesField }))
		.mutation(async ({ ctx, input }) => {
			const viewer = await ctx.viewer();
			assertTeller(viewer);
			const { facility = null, instrument = null, event = null, campaign = null } = input;
			const wish = { facility, instrument, event, campaign, knownAt: input.known_at ?? null };
			return withSentFile(input.name, input.bytes, (arrivals) =>
				importPointings(ctx.archive, arrivals, wish, { viewer, actor: viewer.name }, () => ctx.now)
			);
		})
});
