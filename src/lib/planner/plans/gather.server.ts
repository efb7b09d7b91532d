import { questionFor, type Question } from '#lib/archive/index.server.ts';
import type { Basis } from '#lib/archive/basis.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { Database } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { readCampaign, type Campaign } from '../campaigns/read.server.ts';
import type { Facility } from '../facilities/facility.ts';
import { earthCaveat } from '../facilities/limits.ts';
import { listFacilities } from '../facilities/read.server.ts';
import { gridMoment, type TimeGrid } from '../observability/altitude-table.ts';
import { noNight } from '../observability/nights.ts';
import { buildProblem, type Built } from './build.ts';
import type { Ground, PlanOptions } from './document.ts';
import { doneOf, looksFor } from './done.server.ts';
import { groundsOf, groundsOfFacilities, heldIn } from './grounds.server.ts';
import { assumedSlew, plannedTelescopes, type PlannedTelescope } from './telescopes.ts';
import { nothingToCover, wantedFields, type CoverageTask } from './wanted-fields.server.ts';

export interface PlanWish {
	/** Campaigns of one audience, by name. */
	readonly campaigns: readonly string[];
	/** What was known when. */
	readonly basis: Basis;
	/** When facilities are asked about, where that is to be another moment: most were not on record in 2017. */
	readonly facilitiesBasis: Basis | null;
	/** Only these facilities; null for all. */
	readonly facilities: readonly string[] | null;
	readonly from: Instant;
	readonly to: Instant;
	readonly options: PlanOptions;
}

/** The problem of a plan, and what it was made from: the same for the same wish, whoever asks and whenever. */
export interface Prepared {
	readonly audience: string;
	/** What the audience could see at the basis; and of facilities at theirs. */
	readonly question: Question;
	readonly asked: Question;
	readonly campaigns: readonly Campaign[];
	readonly telescopes: readonly PlannedTelescope[];
	readonly slots: TimeGrid;
	readonly tasks: readonly CoverageTask[];
	readonly built: Built;
	readonly remarks: readonly string[];
	readonly grounds: readonly Ground[];
}

const longestDays = 14;
const slotSec = 300;
const mostSlots = 1500;

/**
 * Reads what a plan is made from, at its basis and nothing later, and makes a problem of it.
 * @throws LookbackError `planner/bad-plan` and those of what it reads.
 */
export async function preparePlan(database: Database, viewer: Viewer, wish: PlanWish): Promise<Prepared> {
	const slots = slotsOf(wish);
	const campaigns = await campaignsOf(database, viewer, wish);
	const audience = campaigns[0]!.audience;
	const question = await questionFor(database, viewer, audience, wish.basis);
	const asked = wish.facilitiesBasis
		? await questionFor(database, viewer, audience, wish.facilitiesBasis)
		: question;
	const remarks: string[] = [];
	const facilities = (await listFacilities(asked)).map(({ facility }) => facility);
	const telescopes = await telescopesOf({ asked, question, facilities }, wish, slots, remarks);
	const tasks: CoverageTask[] = [];
	for (const campaign of campaigns)
		for (const goal of campaign.goals.coverage) {
			const task = await wantedFields(question, campaign, goal, telescopes, facilities, remarks);
			const nothing = nothingToCover(task);
			if (nothing) remarks.push(nothing);
			tasks.push(task);
		}
	const looks = await looksFor(
		question,
		campaigns.map(({ campaign }) => campaign)
	);
	const built = await buildProblem(
		campaigns,
		telescopes,
		slots,
		tasks.map(({ wanted }) => wanted),
		(campaign, target) => doneOf(target, looks.get(campaign) ?? [])
	);
	remarks.push(...doneWords(campaigns, looks));
	const used = [...new Set(telescopes.map(({ facility }) => facility.facility))];
	const grounds = [...(await groundsOf(question, campaigns)), ...(await groundsOfFacilities(asked, used))];
	return { audience, question, asked, campaigns, telescopes, slots, tasks, built, remarks, grounds };
}

/** Visits of targets that were executed before, in a sentence for each campaign. */
function doneWords(campaigns: readonly Campaign[], looks: Awaited<ReturnType<typeof looksFor>>): string[] {
	return campaigns.flatMap(({ campaign, goals }) => {
		const done = goals.targets.map((one) =>
			Math.min(one.visits, doneOf(one, looks.get(campaign) ?? []).visits)
		);
		const visits = done.reduce((sum, count) => sum + count, 0);
		if (visits === 0) return [];
		const wanted = goals.targets.reduce((sum, one) => sum + one.visits, 0);
		return [
			`Of ${wanted} visits that ${campaign} wants, ${visits} were executed before and are not planned again.`
		];
	});
}

function slotsOf({ from, to, options }: PlanWish): TimeGrid {
	const span = `from ${formatInstant(from)} to ${formatInstant(to)}`;
	if (!(from < to)) throw bad(`${span} is no time; from must come before to`);
	const hours = (to - from) / 3.6e9;
	if (hours > longestDays * 24)
		throw bad(`${span} are ${hours.toFixed(0)} h; a plan may have ${longestDays} days`);
	if ((options.seconds === null) === (options.iterations === null))
		throw bad('it wants seconds or iterations for its search, and not both');
	const stepSec = Math.max(slotSec, 60 * Math.ceil((hours * 60) / mostSlots));
	return { from, stepSec, count: Math.floor(((to - from) / 1e6 + 1e-6) / stepSec) };
}

async function campaignsOf(database: Database, viewer: Viewer, wish: PlanWish): Promise<Campaign[]> {
	if (wish.campaigns.length === 0) throw bad('it wants one campaign at least');
	const { knownAt, batch } = wish.basis;
	const question: Question = { database, basis: { knownAt, batch, pinned: true, isNow: false }, viewer };
	const campaigns = await Promise.all(
		[...new Set(wish.campaigns)].map(async (name) => {
			try {
				return await readCampaign(question, name);
			} catch (error) {
				// a campaign of today may be planned on what was known long before it: as the past would have had it
				if (
					!(error instanceof LookbackError) ||
					error.code !== 'planner/unknown-campaign' ||
					!wish.facilitiesBasis
				)
					throw error;
				return readCampaign({ ...question, basis: { ...question.basis, ...wish.facilitiesBasis } }, name);
			}
		})
	);
	const audiences = [...new Set(campaigns.map(({ audience }) => audience))];
	if (audiences.length > 1)
		throw bad(
			`its campaigns have the audiences ${audiences.sort().join(' and ')}; those of one plan must have the same`
		);
	return campaigns;
}

async function telescopesOf(
	{
		asked,
		question,
		facilities: known
	}: Pick<Prepared, 'asked' | 'question'> & { readonly facilities: readonly Facility[] },
	{ facilities: named, from, to }: PlanWish,
	slots: TimeGrid,
	remarks: string[]
): Promise<PlannedTelescope[]> {
	const missing = named?.filter((name) => !known.some(({ facility }) => facility === name)) ?? [];
	if (missing.length > 0)
		throw bad(`the facilities ${missing.join(', ')} are not known at ${formatInstant(asked.basis.knownAt)}`);
	const used = named === null ? known : known.filter(({ facility }) => named.includes(facility));
	if (used.length === 0) throw bad(`no facility is known at ${formatInstant(asked.basis.knownAt)}`);
	if (asked.basis.knownAt !== question.basis.knownAt)
		remarks.push(
			`Counterfactual: facilities are as known at ${formatInstant(asked.basis.knownAt)}, everything else as known at ${formatInstant(question.basis.knownAt)}.`
		);
	const telescopes = plannedTelescopes(used, slots, await heldIn(question, from, to));
	for (const facility of used) {
		const caveat = earthCaveat(facility);
		if (caveat) remarks.push(caveat);
	}
	const unknown = telescopes.filter(({ telescope }) => !telescope.slew);
	if (unknown.length > 0)
		remarks.push(
			`How fast ${unknown.length === 1 ? 'a telescope slews' : `${unknown.length} telescopes slew`} is not known: ${assumedSlew.degPerSecond} deg/s and ${assumedSlew.settleSeconds} s to settle are taken for ${unknown.map(({ facility, telescope }) => `${telescope.name} of ${facility.name}`).join(', ')}.`
		);
	for (const { facility, telescope, from: standpoint } of telescopes) {
		const sun = telescope.limits.map((one) => one.sunAltitudeMaxDeg).find((one) => one !== undefined);
		const none =
			sun === undefined ? null : noNight(standpoint, { from, to: gridMoment(slots, slots.count) }, sun);
		if (none) remarks.push(`${telescope.name} of ${facility.name}: ${none}`);
	}
	return telescopes;
}

function bad(why: string): LookbackError {
	return new LookbackError('incorrect', 'planner/bad-plan', `The plan cannot be made: ${why}.`);
}
