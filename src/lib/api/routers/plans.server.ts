import { z } from 'zod';
import { assertContributor, assertMayWrite } from '#lib/access/permits.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { blocksAsProposed, listBlocks, propose } from '#lib/planner/bookings/index.server.ts';
import {
	assertMayPlan,
	compareGrounds,
	comparePlans,
	counterfactualWords,
	firstSeconds,
	listImproving,
	listPlans,
	makePlan,
	outcomeOf,
	outcomeWords,
	prepareFor,
	readPlan,
	readPlanDocument,
	recordPlan,
	replayPlan,
	staleness
} from '#lib/planner/plans/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { assertNotFuture } from '#lib/versioning/runs/index.server.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { instant, number, text } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';
import { namedConflict } from './schedule.server.ts';
import { otherwiseFields, otherwiseOf } from './runs.server.ts';

const planField = text('Name of the plan.', 50);
const campaignField = text('Name of a campaign.', 100);

export const plansInput = z.strictObject({
	campaign: text('Only plans for this campaign.', 100).optional(),
	...basisFields,
	...pageFields
});
export const planInput = z.strictObject({ id: planField, ...basisFields });

export const compareInput = z.strictObject({
	id: planField,
	with: text('Plan that it is compared with: what it does otherwise than that one.', 50),
	...basisFields
});

const whole = (description: string, least: number, most: number) =>
	number(
		description,
		`a whole number from ${least} to ${most}`,
		(value) => Number.isInteger(value) && value >= least && value <= most,
		{ type: 'integer', minimum: least, maximum: most }
	);

const makeInput = z.strictObject({
	campaigns: z.array(campaignField).min(1).max(50),
	from: instant('Beginning of the time to be planned.'),
	to: instant('Its end.'),
	facilities: z.array(text('A facility that may be used.', 100)).min(1).max(200).optional(),
	facilities_known: text('When facilities are asked about, where that is another moment.', 100).optional(),
	seconds: number(
		'Seconds that the search may take; 15 unless told.',
		'a number above 0 and at most 120',
		(value) => value > 0 && value <= 120,
		{ exclusiveMinimum: 0, maximum: 120 }
	).optional(),
	iterations: whole(
		'Steps of the search, in place of seconds: the same plan every time.',
		0,
		100_000
	).optional(),
	gap: number(
		'The search ends when no plan can be worth more by this part of it: 0.01 for 1 %, 0.001 unless told.',
		'a number from 0, and less than 1',
		(value) => value >= 0 && value < 1,
		{ minimum: 0, exclusiveMaximum: 1 }
	).default(0.001),
	seed: whole('Seed of the search; 1 unless told.', 0, 2 ** 31 - 1).default(1),
	known: basisFields.known,
	batch: basisFields.batch,
	basis: basisFields.basis,
	as_recorded: basisFields.as_recorded
});

const cursor = z.object({ knownAt: place.instant, plan: place.text });
const usualSeconds = 15;
/** More than any plan has. */
const mostBlocks = 100_000;

export const plansRouter = router({
	/** Plans, the newest first. */
	list: procedure.input(plansInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const after = decodeCursor(input.cursor, cursor);
		const found = await listPlans(question, { campaign: input.campaign, after, limit: input.limit + 1 });
		const plans = found.slice(0, input.limit);
		const last = found.length > plans.length ? plans.at(-1)! : null;
		return {
			basis: formatBasis(question.basis),
			plans,
			next_cursor: encodeCursor(last && { knownAt: last.known_at, plan: last.plan })
		};
	}),

	/** A plan: its blocks, what is left out and why, what it covers, and whether it still stands at the basis. */
	read: procedure.input(planInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const plan = await readPlan(question, input.id);
		const document = await readPlanDocument(question, ctx.archive.store, plan);
		return {
			basis: formatBasis(question.basis),
			plan,
			improves: document.improves,
			improved_by: await listImproving(question, plan),
			blocks: document.blocks,
			left_out: document.left_out,
			coverage: document.coverage,
			remarks: document.remarks,
			rests_on: document.rests_on,
			facilities_known_at: document.facilities_known_at,
			counterfactual: counterfactualWords(document),
			stale: await staleness(question, document)
		};
	}),

	/** What a plan does otherwise than another one: blocks that came, went and moved, and why. */
	compare: procedure.input(compareInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const read = async (name: string) => {
			const plan = await readPlan(question, name);
			return { plan, document: await readPlanDocument(question, ctx.archive.store, plan) };
		};
		// one after the other: where both are unknown, it is always the same that is named
		const before = await read(input.with);
		const after = await read(input.id);
		return {
			basis: formatBasis(question.basis),
			before: before.plan,
			after: after.plan,
			grounds: compareGrounds(before.document, after.document),
			changes: comparePlans(before.document, after.document)
		};
	}),

	/** What became of a plan's blocks: proposed, moved, executed, failed, and for which reasons. */
	outcome: procedure.input(planInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const plan = await readPlan(question, input.id);
		const [{ blocks }, first, now] = await Promise.all([
			readPlanDocument(question, ctx.archive.store, plan),
			blocksAsProposed(question, plan.plan),
			listBlocks(question, { plan: plan.plan, limit: mostBlocks })
		]);
		const outcome = outcomeOf(blocks, first, now);
		return { basis: formatBasis(question.basis), plan: plan.plan, told: outcomeWords(outcome), outcome };
	}),

	/**
	 * Plans campaigns on what was known at a basis, now unless told, and puts the plan on record. Where this process serves
	 * others, a search of more than a second is answered with its first plan, and goes on until `searching_until`: a better
	 * one that it finds is recorded too.
	 */
	make: procedure.input(makeInput).mutation(async ({ ctx, input }) => {
		const viewer = await ctx.viewer();
		assertMayWrite(viewer);
		const { basis } = await ctx.question(basisRequest(input));
		assertNotFuture(basis, ctx.now);
		const facilities = input.facilities_known
			? (await ctx.question({ known: input.facilities_known })).basis
			: null;
		if (facilities) assertNotFuture(facilities, ctx.now, 'facilities_known');
		const seconds = input.seconds ?? (input.iterations === undefined ? usualSeconds : null);
		const wish = {
			campaigns: input.campaigns,
			basis,
			facilitiesBasis: facilities,
			facilities: input.facilities ?? null,
			from: input.from,
			to: input.to,
			options: { seconds, iterations: input.iterations ?? null, gap: input.gap, seed: input.seed }
		};
		const begun = performance.now();
		const clock = () => (ctx.now + Math.round((performance.now() - begun) * 1000)) as Instant;
		const startedAt = ctx.now;
		const prepared = await prepareFor(ctx.archive, viewer, wish);
		const { searches } = ctx.archive;
		if (searches && seconds !== null && seconds > firstSeconds) {
			const viewerAt = (at: Instant) => ctx.later(at).viewer();
			const plan = await searches.begin(ctx.archive, { prepared, startedAt, viewerAt, clock });
			const search = searches.of(plan);
			return { plan, searching_until: search && formatInstant(search.until) };
		}
		const made = await makePlan(prepared);
		const by = { viewer, actor: viewer.name, startedAt, finishedAt: clock() };
		return { plan: await recordPlan(ctx.archive, made, by), searching_until: null };
	}),

	/**
	 * Makes the problem of a plan again from what was known at its basis, checks its blocks against it, and looks for them
	 * again where its search was one of steps; says whether it comes out the same or what differs. Nothing is recorded.
	 */
	replay: procedure
		.input(z.strictObject({ id: planField, at: otherwiseFields.at }))
		.mutation(async ({ ctx, input }) => {
			assertContributor(await ctx.viewer());
			const question = await ctx.question({});
			const plan = await readPlan(question, input.id);
			return replayPlan(ctx.archive, question, plan, await otherwiseOf(ctx, input));
		}),

	/** Proposes the blocks of a plan to their facilities, all of them or none. */
	propose: procedure.input(z.strictObject({ id: planField })).mutation(async ({ ctx, input }) => {
		const viewer = await ctx.viewer();
		const question = await ctx.question({});
		const plan = await readPlan(question, input.id);
		await assertMayPlan(ctx.archive.database, viewer, plan.audience, ctx.now);
		const { blocks } = await readPlanDocument(question, ctx.archive.store, plan);
		const proposals = plan.campaigns.map((campaign) => ({
			wanter: { campaign, plan: plan.plan },
			wishes: blocks
				.filter((one) => one.campaign === campaign)
				.map((one) => ({
					facility: one.facility,
					instrument: one.instrument,
					from: one.from_at,
					to: one.to_at,
					raDeg: one.ra_deg,
					decDeg: one.dec_deg,
					band: one.band,
					exposureSec: one.exposure_sec,
					exposures: one.exposures,
					subject: one.subject,
					label: one.label
				}))
		}));
		const by = { viewer, actor: viewer.name, now: ctx.now };
		const { blocks: names, conflicts, isCut } = await propose(ctx.archive, proposals, by);
		return { blocks: names, conflicts: conflicts.map(namedConflict), is_cut: isCut };
	})
});
