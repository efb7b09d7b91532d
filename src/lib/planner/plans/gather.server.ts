import { questionFor, type Question, type RawStore } from '#lib/archive/index.server.ts';
import type { Basis } from '#lib/archive/basis.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { Database } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { readCampaign, type Campaign } from '../campaigns/read.server.ts';
import type { Facility } from '../facilities/facility.ts';
import { listFacilities } from '../facilities/read.server.ts';
import type { TimeGrid } from '../observability/altitude-table.ts';
import type { Span } from '../observability/time-rule.ts';
import { looksAt } from '../pointings/looks-at.server.ts';
import type { Pointing } from '../pointings/read.server.ts';
import type { Ground, PlanOptions } from './document.ts';
import { readGoalMap } from './goal-map.server.ts';
import { groundsOf, groundsOfFacilities, heldIn, namesOf } from './grounds.server.ts';
import { looksFor } from './looks-for.server.ts';
import { beginsAtBasis, softwareVersion } from './software.ts';
import type { Held } from './telescopes.ts';
import { usualFields } from './tilings.server.ts';
import type { MappedGoal } from './wanted-fields.server.ts';

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

/** By what a plan was made that is made again: its planner, and the length of its slots in seconds. */
export interface Maker {
	readonly software: string;
	readonly slotSec: number | null;
}

/** What a plan is made from, and nothing later than its basis: plain data, that goes to another thread. */
export interface Gathered {
	readonly audience: string;
	/** The planner whose names visits have: that of the plan where one is made again. */
	readonly software: string;
	/** What was known when; and of facilities. */
	readonly basis: Basis;
	readonly facilitiesBasis: Basis;
	readonly campaigns: readonly Campaign[];
	/** All that are known, and the names of those that may be used. */
	readonly facilities: readonly Facility[];
	readonly used: readonly string[];
	readonly held: readonly Held[];
	/** Of the time that is planned, which begins with the basis where that lies within what was asked for. */
	readonly slots: TimeGrid;
	/** Whether some of the time that was asked for was over. */
	readonly isCut: boolean;
	readonly maps: readonly MappedGoal[];
	/** What was executed for each campaign. */
	readonly looks: ReadonlyMap<string, readonly Pointing[]>;
	readonly grounds: readonly Ground[];
}

const minute = 60_000_000;
const longestDays = 14;
const mostSlots = 1500;
/** Lengths of a slot, in seconds: the shortest with which there are not too many times at which visits could begin. */
const slotSecs = [60, 120, 180, 240, 300];
const mostStarts = 300_000;

/**
 * Reads what a plan is made from, at its basis and nothing later, for who may make it.
 * @throws LookbackError `access/...`, `planner/bad-plan` and those of what it reads.
 */
export async function gatherFor(
	{ database, store }: { readonly database: Database; readonly store: RawStore },
	viewer: Viewer,
	wish: PlanWish,
	{ software, slotSec }: Maker = { software: softwareVersion, slotSec: null }
): Promise<Gathered> {
	checkSpan(wish);
	const span = { from: beginningOf(wish, software), to: wish.to };
	const campaigns = await campaignsOf(database, viewer, wish);
	const audience = campaigns[0]!.audience;
	const question = await questionFor(database, viewer, audience, wish.basis);
	const asked = wish.facilitiesBasis
		? await questionFor(database, viewer, audience, wish.facilitiesBasis)
		: question;
	const facilities = (await listFacilities(asked)).map(({ facility }) => facility);
	const used = usedOf(facilities, wish.facilities, asked);
	return {
		audience,
		software,
		basis: wish.basis,
		facilitiesBasis: wish.facilitiesBasis ?? wish.basis,
		campaigns,
		facilities,
		used,
		held: await heldIn(question, span.from, span.to),
		slots: slotsOf(span, slotSec ?? slotSecFor(span, campaigns, facilities, used)),
		isCut: span.from > wish.from,
		maps: await mapsOf(question, store, campaigns, software),
		looks: await looksFor(
			question,
			campaigns.map(({ campaign }) => campaign)
		),
		grounds: [
			...(await groundsOf(question, campaigns, software)),
			...(await groundsOfFacilities(asked, used))
		]
	};
}

async function mapsOf(
	question: Question,
	store: RawStore,
	campaigns: readonly Campaign[],
	software: string
): Promise<MappedGoal[]> {
	const maps: MappedGoal[] = [];
	for (const campaign of campaigns)
		for (const goal of campaign.goals.coverage) {
			const map = await readGoalMap(question, store, goal, software);
			const bands = goal.sets.map(({ band }) => band);
			const names = await namesOf(question, goal.event, software);
			const looks = await looksAt(question, names, map.localization.event_at, bands);
			maps.push({ campaign, goal, ...map, looks });
		}
	return maps;
}

/** Names of the facilities that may be used: those that are named, all where none are. */
function usedOf(known: readonly Facility[], named: PlanWish['facilities'], asked: Question): string[] {
	const missing = named?.filter((name) => !known.some(({ facility }) => facility === name)) ?? [];
	const at = formatInstant(asked.basis.knownAt);
	if (missing.length > 0) throw bad(`the facilities ${missing.join(', ')} are not known at ${at}`);
	const used = known.map(({ facility }) => facility).filter((name) => named === null || named.includes(name));
	if (used.length === 0) throw bad(`no facility is known at ${at}`);
	return used;
}

function checkSpan({ from, to, options }: PlanWish): void {
	const span = `from ${formatInstant(from)} to ${formatInstant(to)}`;
	if (!(from < to)) throw bad(`${span} is no time; from must come before to`);
	const hours = hoursOf({ from, to });
	if (hours > longestDays * 24)
		throw bad(`${span} are ${hours.toFixed(0)} h; a plan may have ${longestDays} days`);
	if ((options.seconds === null) === (options.iterations === null))
		throw bad('it wants seconds or iterations for its search, and not both');
}

/**
 * When the time planned begins: with the whole minute after the basis where that comes within the time asked for, since nobody can
 * observe before they plan. Where all of it was over by then, it is planned as nobody could have, and the plan says so.
 */
function beginningOf({ from, to, basis: { knownAt } }: PlanWish, software: string): Instant {
	if (!beginsAtBasis(software) || knownAt <= from || knownAt >= to) return from;
	return Math.min(to, minute * Math.ceil(knownAt / minute)) as Instant;
}

function hoursOf({ from, to }: Span): number {
	return (to - from) / 3.6e9;
}

function slotsOf({ from, to }: Span, stepSec: number): TimeGrid {
	return { from, stepSec, count: Math.floor(((to - from) / 1e6 + 1e-6) / stepSec) };
}

/** How long slots are: short ones waste less of a night, and there are more places to choose among. */
function slotSecFor(
	span: Span,
	campaigns: readonly Campaign[],
	facilities: readonly Facility[],
	used: readonly string[]
): number {
	const minutes = Math.floor(60 * hoursOf(span) + 1e-9);
	if (minutes < 1)
		throw bad(
			`from ${formatInstant(span.from)} to ${formatInstant(span.to)} is less than a minute, the shortest that is planned`
		);
	const telescopes = (named: readonly string[] | null) =>
		facilities
			.filter(({ facility }) => used.includes(facility) && (named === null || named.includes(facility)))
			.reduce((sum, one) => sum + one.telescopes.length, 0);
	const choices = campaigns.reduce(
		(sum, { goals }) =>
			sum +
			goals.targets.reduce((all, one) => all + one.visits * telescopes(one.facilities), 0) +
			goals.coverage.reduce((all, one) => all + one.epochs * usualFields * telescopes(one.facilities), 0),
		0
	);
	const most = Math.min(mostSlots, mostStarts / choices);
	const long = Math.max(slotSecs.at(-1)!, 60 * Math.ceil(minutes / mostSlots));
	return Math.min(slotSecs.find((sec) => (60 * minutes) / sec <= most) ?? long, 60 * minutes);
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

function bad(why: string): LookbackError {
	return new LookbackError('incorrect', 'planner/bad-plan', `The plan cannot be made: ${why}.`);
}
