import { redirect } from '@sveltejs/kit';
import { isContributor, may } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import { acting } from '#lib/api/forms.server.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { listFacilities } from '#lib/planner/facilities/index.server.ts';
import { toldOfPlan } from '#lib/planner/moments.server.ts';
import { listPlans, type PlanLeftOut } from '#lib/planner/plans/index.server.ts';
import { moonPlace, sunPlace } from '#lib/sky/sun-moon.ts';
import { drawnFrom } from '#lib/ui/planner/asked-moment.ts';
import { planLayers } from '#lib/ui/planner/campaign-layers.ts';
import { drawnBlocks } from '#lib/ui/planner/drawn-blocks.ts';
import { fieldLayer } from '#lib/ui/planner/field-layers.ts';
import { leftOutByReason } from '#lib/ui/planner/left-out-groups.ts';
import { partOf } from '#lib/ui/tables/part.ts';
import { contoursOfEvents } from '../../event-contours.server.ts';
import { changesOf } from '../../moments.server.ts';
import { makePlan } from '../make-plan.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const planPage = pageOf(resources.plan);
const outcomeOf = pageOf(resources.planOutcome);
/** Marks on the map; a plan may have 20,000 blocks. */
const mostMarks = 2000;
const mostOthers = 20;
/** Reasons that are told by themselves; a table has all. */
const mostReasons = 8;

/** A plan, of its long tables a part, whether it still stands, and what became of its blocks. */
export const load: PageServerLoad = async (event) => {
	const { blocks, left_out, plan, remarks, ...answer } = await planPage(event);
	const moments = await changesOf(event, answer.basis, toldOfPlan(plan));
	return answerPage(event, async () => {
		const question = await questionOfPage(event);
		const viewer = await event.locals.context.viewer();
		const asked = (name: string) => event.url.searchParams.get(name);
		const facilities = (await listFacilities(question)).map(({ facility }) => facility);
		const { outcome, told } = await outcomeOf(event);
		const others = await listPlans(question, { campaign: plan.campaigns[0]!, limit: mostOthers + 1 });
		const mayPlan = may(viewer, 'planner', plan.audience === 'public' ? archiveGroup : plan.audience);
		return {
			...answer,
			...moments,
			plan: { ...plan, rests_on: null },
			at: question.basis.knownAt,
			// of this process and this moment, and so of no other basis
			search: question.basis.isNow ? (event.locals.context.archive.searches?.of(plan.plan) ?? null) : null,
			rests_on: partOf(answer.rests_on, asked('grounds_from')),
			blocks: partOf(blocks, asked('blocks_from')),
			remarks: remarks.filter((one) => one !== answer.counterfactual),
			/** Blocks that nobody can be asked for any more. */
			over: blocks.filter(({ to_at }) => to_at <= event.locals.context.now).length,
			left_out: shownLeftOut(left_out, asked('left_out_from')),
			drawn: drawnBlocks(facilities, blocks, plan.from_at, drawnFrom(event.url)),
			/** What became of its blocks; null where none was proposed. */
			outcome: outcome.some(({ block }) => block !== null)
				? { told, part: partOf(outcome, asked('outcome_from')) }
				: null,
			/** Plans that it may be compared with, the one before it first. */
			others: others
				.filter((one) => one.plan !== plan.plan)
				.map((one) => ({ plan: one.plan, finished_at: one.finished_at }))
				.sort(
					(one, other) =>
						Number(one.finished_at > plan.finished_at) - Number(other.finished_at > plan.finished_at)
				),
			fields: fieldLayer('fields planned', 'due', blocks, facilities),
			layers: planLayers(blocks.slice(0, mostMarks), left_out.slice(0, mostMarks)),
			...(await contoursOfEvents(
				question,
				answer.coverage.map((one) => one.event)
			)),
			bodies: { sun: sunPlace(plan.from_at), moon: moonPlace(plan.from_at) },
			facilities: facilities.map(({ facility, name }) => ({ facility, name })),
			used: answer.rests_on.filter(({ what }) => what === 'facility').map(({ name }) => name),
			mayPlan: mayPlan && question.basis.isNow,
			mayReplay: isContributor(viewer)
		};
	});
};

/** What is left out by its commonest reasons, and a part of the table of all of it. */
function shownLeftOut(leftOut: readonly PlanLeftOut[], from: string | null) {
	const { groups, rows } = leftOutByReason(leftOut);
	const rest = groups.slice(mostReasons);
	return {
		groups: groups.slice(0, mostReasons),
		otherReasons:
			rest.length === 0
				? null
				: { reasons: rest.length, visits: rows.length - rest[0]!.from + 1, from: rest[0]!.from },
		part: partOf(rows, from)
	};
}

export const actions: Actions = {
	/** Makes another plan for the same campaigns. */
	plan: makePlan,

	/** Proposes the blocks of the plan to their facilities. */
	propose: (event) =>
		acting(event, async () => {
			await callerOf(event.locals.context).plans.propose({ id: event.params.id });
			redirect(303, `/plans/${event.params.id}?recorded=true`);
		})
};
