import { z } from 'zod';
import { assertOperator } from '#lib/access/permits.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import {
	checkFacility,
	inBrief,
	listFacilities,
	parseFacility,
	readFacility,
	recordFacilities
} from '#lib/planner/facilities/index.server.ts';
import { text } from '../fields.ts';
import { basisFields, basisRequest } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

export const facilitiesInput = z.strictObject({ ...basisFields });
export const facilityInput = z.strictObject({
	id: text('Name of the facility in addresses: palomar-48.', 100),
	...basisFields
});

const saveInput = z
	.strictObject({
		/** One or the other. */
		yaml: text('The facility as YAML, or JSON.', 1_000_000).optional(),
		document: z.unknown().optional(),
		operators: text('Group that answers for it.', 100).nullable().optional(),
		follows: text('Version that the change was made from; null for a facility that is to be new.', 20)
			.regex(/^-?\d+$/, 'must be a version, as reading the facility tells it')
			.nullable()
			.optional()
	})
	.refine(({ yaml, document }) => (yaml === undefined) !== (document === undefined), {
		message: 'must have yaml or document, and not both'
	});

export const facilitiesRouter = router({
	/** Facilities, by name. */
	list: procedure.input(facilitiesInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		return {
			basis: formatBasis(question.basis),
			facilities: (await listFacilities(question)).map(inBrief)
		};
	}),

	/** A facility, with all that is known of it. */
	read: procedure.input(facilityInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const found = await readFacility(question, input.id);
		return { basis: formatBasis(question.basis), facility: inBrief(found), document: found.facility };
	}),

	/** Records a facility as it is told; a new one, or how one has changed. */
	save: procedure.input(saveInput).mutation(async ({ ctx, input }) => {
		const viewer = await ctx.viewer();
		// before the document is read: it may be large
		assertOperator(viewer);
		const facility = input.yaml === undefined ? checkFacility(input.document) : parseFacility(input.yaml);
		const follows = typeof input.follows === 'string' ? BigInt(input.follows) : input.follows;
		const recorded = await recordFacilities(
			ctx.archive,
			[{ facility, operators: input.operators, follows }],
			{
				viewer,
				actor: viewer.name,
				now: ctx.now
			}
		);
		return { facility: facility.facility, recorded: recorded === 1 };
	})
});
