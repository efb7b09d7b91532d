import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import {
	campaignRevisions,
	coverageProgress,
	listCampaigns,
	readCampaign,
	recordCampaign
} from '#lib/planner/campaigns/index.server.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { flag, number, text, word } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

const nameField = text('Name of the campaign: lower-case letters, digits, hyphens.', 100);

export const campaignsInput = z.strictObject({
	state: word('Only those that are open, or closed.', ['open', 'closed']).optional(),
	...basisFields,
	...pageFields
});

export const campaignInput = z.strictObject({
	id: nameField,
	revision: number(
		'An earlier revision; the one in force unless told.',
		'a whole number from 1',
		(value) => Number.isInteger(value) && value >= 1 && value < 2 ** 31,
		{ type: 'integer', minimum: 1 }
	).optional(),
	...basisFields
});

const saveInput = z.strictObject({
	campaign: nameField,
	title: text('Title.', 200),
	audience: text('Who sees it: public, or its owner.', 100),
	owner: text('Group that wants it; public for one of the archive.', 100),
	is_anonymous: flag('Whether others see that somebody asks for time, and not who.').default(false),
	state: word('open or closed.', ['open', 'closed']).default('open'),
	goals: z.unknown(),
	reason: text('Why it is revised.', 2000).optional(),
	follows: number(
		'The revision that this one follows; 0 for a new campaign.',
		'a whole number from 0',
		(value) => Number.isInteger(value) && value >= 0 && value < 2 ** 31,
		{ type: 'integer', minimum: 0 }
	).default(0)
});

const cursor = z.object({ knownAt: place.instant, campaign: place.text });

export const campaignsRouter = router({
	/** Campaigns, the latest changed first. */
	list: procedure.input(campaignsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const after = decodeCursor(input.cursor, cursor);
		const found = await listCampaigns(question, { state: input.state, after, limit: input.limit + 1 });
		const campaigns = found.slice(0, input.limit);
		const last = found.length > campaigns.length ? campaigns.at(-1)! : null;
		return {
			basis: formatBasis(question.basis),
			campaigns,
			next_cursor: encodeCursor(last && { knownAt: last.known_at, campaign: last.campaign })
		};
	}),

	/** A campaign, its goals and its revisions. */
	read: procedure.input(campaignInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { goals, ...campaign } = await readCampaign(question, input.id, input.revision);
		return {
			basis: formatBasis(question.basis),
			campaign,
			goals,
			revisions: await campaignRevisions(question, input.id)
		};
	}),

	/** How much of each localization it wants was covered by when, by whomever, and is to be. */
	coverage: procedure.input(campaignInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { goals, campaign, revision } = await readCampaign(question, input.id, input.revision);
		return {
			basis: formatBasis(question.basis),
			campaign,
			revision,
			steps: await coverageProgress(question, ctx.archive.store, campaign, goals)
		};
	}),

	/** Records a campaign or its next revision; every earlier one stays. */
	save: procedure.input(saveInput).mutation(async ({ ctx, input }) => {
		const viewer = await ctx.viewer();
		const { is_anonymous: isAnonymous, reason = null, ...wish } = input;
		const by = { viewer, actor: viewer.name, now: ctx.now };
		const revision = await recordCampaign(ctx.archive, { ...wish, isAnonymous, reason }, by);
		return { campaign: input.campaign, revision };
	})
});
