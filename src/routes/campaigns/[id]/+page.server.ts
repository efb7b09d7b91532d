import { may } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import type { Question } from '#lib/archive/index.server.ts';
import { findConflicts, listBlocks, movesOf, type Block } from '#lib/planner/bookings/index.server.ts';
import { noGoals, writeGoals } from '#lib/planner/campaigns/written-goals.ts';
import { listFacilities } from '#lib/planner/facilities/index.server.ts';
import { coverageProgress } from '#lib/planner/campaigns/index.server.ts';
import { toldOfCampaign } from '#lib/planner/moments.server.ts';
import { listPointings } from '#lib/planner/pointings/index.server.ts';
import { listPlans, staleness } from '#lib/planner/plans/index.server.ts';
import { moonPlace, sunPlace } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';
import { drawnFrom } from '#lib/ui/planner/asked-moment.ts';
import { blockLayers, targetLayer } from '#lib/ui/planner/campaign-layers.ts';
import { drawnBlocks } from '#lib/ui/planner/drawn-blocks.ts';
import { fieldLayer } from '#lib/ui/planner/field-layers.ts';
import { nightTracks } from '#lib/ui/planner/night-tracks.ts';
import { shownConflicts } from '#lib/ui/planner/conflict-table.ts';
import { coverageCurves } from '#lib/ui/plots/coverage-curve.ts';
import { coverageRows, targetRows } from '#lib/ui/planner/goal-table.ts';
import { partOf } from '#lib/ui/tables/part.ts';
import { contoursOfEvents } from '../../event-contours.server.ts';
import { changesOf } from '../../moments.server.ts';
import { makePlan } from '../../plans/make-plan.server.ts';
import { saveCampaign } from '../save-campaign.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const campaign = pageOf(resources.campaign);
const mostPlans = 5;
const mostBlocks = 1000;
/** Targets of more, some megabytes of text, come to the form that revises them when it is asked for. */
const mostWritten = 500;
/** All of them are counted below the map, however few it draws. */
const mostPointings = 100_000;
/** Of a long campaign what was so long ago is led to, and not drawn at once. */
const daysBefore = 30;

/** A campaign, what it wants, the newest of its plans and whether they still stand, and its blocks. */
export const load: PageServerLoad = async (event) => {
	const { goals, ...answer } = await campaign(event);
	const { campaign: name, owner, revision } = answer.campaign;
	const moments = await changesOf(event, answer.basis, toldOfCampaign(name, goals));
	return answerPage(event, async () => {
		const question = await questionOfPage(event);
		const viewer = await event.locals.context.viewer();
		const at = question.basis.knownAt;
		const plans = await listPlans(question, { campaign: name, limit: mostPlans + 1 });
		const asked = drawnFrom(event.url);
		const blocks = await lateBlocks(question, name, ((asked ?? at) - daysBefore * 86_400e6) as Instant);
		const known = await listFacilities(question);
		const facilities = known.map(({ facility }) => facility);
		const shown = blocks.slice(0, mostBlocks);
		const targets = partOf(targetRows(goals), event.url.searchParams.get('targets_from'));
		const [progress, pointings] = await Promise.all([
			coverageProgress(question, event.locals.context.archive.store, name, goals),
			listPointings(question, { campaign: name, executed: true, limit: mostPointings })
		]);
		const looked = progress.filter(({ state }) => state === 'executed');
		const lookedAt = new Set(looked.map(({ facility, name: pointing }) => `${facility}/${pointing}`));
		const others = pointings.filter(({ facility, pointing }) => !lookedAt.has(`${facility}/${pointing}`));
		// of more than are drawn the newest are
		const executed = [...looked, ...others.map((one) => ({ ...one, at: one.to_at }))].sort(
			(a, b) => b.at - a.at
		);
		const inState = (...states: string[]) => shown.filter(({ state }) => states.includes(state));
		const mayPlan = may(viewer, 'planner', owner === 'public' ? archiveGroup : owner);
		const drawn = drawnBlocks(facilities, shown, at, asked, (span) =>
			question.basis.isNow ? movesOf(viewer, shown, known, span) : new Map()
		);
		const own = new Set(shown.map(({ block }) => block));
		const isNewest = answer.revisions[0]!.revision === revision;
		const mayRevise = mayPlan && question.basis.isNow && isNewest;
		const isShort = goals.targets.length <= mostWritten;
		return {
			...answer,
			...moments,
			at,
			targets,
			curves: coverageCurves(progress, at),
			/** How much of each event is wanted, 0 to 1. */
			wanted: Object.fromEntries(goals.coverage.map((one) => [one.event, one.probability])),
			night: nightTracks(
				facilities,
				targets.rows.map((one) => ({
					name: one.name,
					subject: one.subject,
					raDeg: one.ra_deg,
					decDeg: one.dec_deg
				})),
				at,
				event.url.searchParams.get('site')
			),
			fields: [
				...fieldLayer('fields proposed', 'wished', inState('proposed'), facilities),
				...fieldLayer('fields accepted', 'due', inState('accepted'), facilities),
				...fieldLayer('fields executed', 'done', executed, facilities)
			],
			coverage: coverageRows(goals),
			constraint: goals.constraint && JSON.stringify(goals.constraint),
			plans: await Promise.all(
				plans
					.slice(0, mostPlans)
					.map(async (plan) => ({ ...plan, rests_on: null, stale: await staleness(question, plan) }))
			),
			hasMorePlans: plans.length > mostPlans,
			drawn,
			conflicts: drawn
				? shownConflicts(await findConflicts(question, { ...drawn.span, of: own }))
				: { rows: [], isCut: false },
			count: shown.length,
			isCut: blocks.length > shown.length,
			layers: [targetLayer(goals.targets), ...blockLayers(shown)].filter(({ points }) => points.length > 0),
			...(await contoursOfEvents(
				question,
				goals.coverage.map((one) => one.event)
			)),
			bodies: { sun: sunPlace(at), moon: moonPlace(at) },
			facilities: facilities.map(({ facility, name }) => ({ facility, name })),
			isNewest,
			mayPlan,
			mayRevise,
			/** For a form that was refused, which has its own words. */
			noGoals,
			written: mayRevise && (isShort || event.url.searchParams.has('revise')) ? writeGoals(goals) : null
		};
	});
};

/** Blocks of a campaign from a moment on; of one that has none since then all, as many as are drawn. */
async function lateBlocks(question: Question, campaign: string, from: Instant): Promise<Block[]> {
	const late = await listBlocks(question, { campaign, from, limit: mostBlocks + 1 });
	return late.length > 0 ? late : listBlocks(question, { campaign, limit: mostBlocks + 1 });
}

export const actions: Actions = { save: saveCampaign, plan: makePlan };
