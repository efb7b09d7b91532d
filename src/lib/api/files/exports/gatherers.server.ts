import { z } from 'zod';
import { groupsOf } from '#lib/access/viewer.ts';
import type { Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readCampaign } from '#lib/planner/campaigns/index.server.ts';
import { blocksFor, ofPlanBlock, pointingsFor } from '#lib/planner/exports/index.server.ts';
import { listFacilities, readFacility } from '#lib/planner/facilities/index.server.ts';
import { readPlan, readPlanDocument } from '#lib/planner/plans/index.server.ts';
import type { Context } from '../../context.server.ts';
import { instant, text } from '../../fields.ts';
import { basisFields } from '../../inputs.ts';
import { planInput } from '../../routers/plans.server.ts';
import { scheduleInput } from '../../routers/schedule.server.ts';
import type { Scope } from './formats.server.ts';

const spanFields = {
	from: instant('Only what ends after this moment.').optional(),
	to: instant('Only what begins before this moment.').optional()
};
const wholeSchedule = scheduleInput.omit({ cursor: true, limit: true });
const ofCampaign = z.strictObject({
	id: text('Name of the campaign.', 100),
	...spanFields,
	...basisFields
});
const ofFacility = z.strictObject({
	id: text('Name of the facility.', 100),
	...spanFields,
	...basisFields
});

export interface Gatherer {
	readonly path: string;
	/** Begins the operation's name. */
	readonly operation: string;
	readonly input: z.ZodObject;
	gather(
		question: Question,
		context: Context,
		input: never
	): Promise<Omit<Scope, 'facilities' | 'mapsOf' | 'retractedAmong'>>;
}

const ofAccount = z.strictObject({ ...spanFields, ...basisFields });

/**
 * Groups of whoever asks, whose blocks are theirs, and the facilities that they answer for.
 * @throws LookbackError `api/no-person` where nobody in particular asks.
 */
async function concerns(question: Question, context: Context) {
	const { kind, roles } = await context.viewer();
	if (kind !== 'person')
		throw new LookbackError(
			'unauthenticated',
			'api/no-person',
			'Whose blocks are meant is told by who asks: sign in, or send a token of a person.'
		);
	const known = await listFacilities(question);
	return {
		owners: groupsOf(await context.viewer()),
		facilities: known
			.filter(({ operators }) => operators !== null && roles.get(operators)?.has('operator'))
			.map(({ facility }) => facility.facility)
	};
}

const none = () => Promise.resolve([]);

export const gatherers: readonly Gatherer[] = [
	{
		path: '/account',
		operation: 'exportAccount',
		input: ofAccount,
		async gather(question, context, { from, to }: z.output<typeof ofAccount>) {
			const { name } = await context.viewer();
			const concerning = await concerns(question, context);
			return {
				title: `Blocks of ${name}`,
				blocks: await blocksFor(question, { concerning, from, to }),
				pointings: none
			};
		}
	},
	{
		path: '/schedule',
		operation: 'exportSchedule',
		input: wholeSchedule,
		async gather(question, _context, input: z.output<typeof wholeSchedule>) {
			const { facility, campaign, plan, subject, state, from, to } = input;
			const isAny = plan === undefined && subject === undefined && state === undefined;
			return {
				title: 'Schedule',
				blocks: await blocksFor(question, {
					...{ facility, campaign, plan, subject, from, to },
					states: state ? [state] : null
				}),
				// a pointing has none of these
				pointings: async () => (isAny ? pointingsFor(question, { facility, campaign, from, to }) : [])
			};
		}
	},
	{
		path: '/campaigns/{id}',
		operation: 'exportCampaign',
		input: ofCampaign,
		async gather(question, _context, { id, from, to }: z.output<typeof ofCampaign>) {
			const { title } = await readCampaign(question, id);
			return {
				title,
				blocks: await blocksFor(question, { campaign: id, from, to }),
				pointings: () => pointingsFor(question, { campaign: id, from, to })
			};
		}
	},
	{
		path: '/facilities/{id}',
		operation: 'exportFacility',
		input: ofFacility,
		async gather(question, _context, { id, from, to }: z.output<typeof ofFacility>) {
			const { facility } = await readFacility(question, id);
			return {
				title: facility.name,
				blocks: await blocksFor(question, { facility: id, from, to }),
				pointings: () => pointingsFor(question, { facility: id, from, to })
			};
		}
	},
	{
		path: '/plans/{id}',
		operation: 'exportPlan',
		input: planInput,
		async gather(question, context, { id }: z.output<typeof planInput>) {
			const plan = await readPlan(question, id);
			const { blocks } = await readPlanDocument(question, context.archive.store, plan);
			return {
				title: `Plan ${plan.plan} for ${plan.campaigns.join(', ')}`,
				blocks: blocks.map((one, index) => ofPlanBlock(plan, one, index)),
				pointings: none
			};
		}
	}
];
