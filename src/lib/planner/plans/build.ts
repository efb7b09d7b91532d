import type { Skymap } from '#lib/sky/skymap.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Goals, Target } from '../campaigns/goals.ts';
import type { TimeGrid } from '../observability/altitude-table.ts';
import { constraintOf } from '../observability/description.ts';
import { owedOfAll, owedSlots, shortfallWorthOf } from '../schedule/owed-slots.ts';
import type { Goal, Atom, Problem, Request } from '../schedule/problem.ts';
import type { Done } from './done.ts';
import { sharesByUse } from './software.ts';
import { usualKinds, type PlannedTelescope } from './telescopes.ts';
import { VisitLists, visitsOf, type PlannedVisit, type Wanted } from './visits.ts';

/** A campaign as a plan reads it. */
export interface PlannedCampaign {
	readonly campaign: string;
	readonly owner: string;
	readonly goals: Goals;
}

/** A problem for the schedule, and what its numbers stand for. */
export interface Built {
	readonly problem: Problem;
	readonly visits: readonly PlannedVisit[];
}

/** What was done of a target before, and the planner that makes the problem. */
interface BuiltBy {
	readonly doneFor: (campaign: string, target: Target) => Done;
	readonly software: string;
}

/** Most visits of one plan: beyond, a problem of 25 telescopes would fill the memory. */
export const mostVisits = 20_000;

/** Worth of covering all of a localization, in visits of ordinary priority. */
export const worthOfMap = 20;

/**
 * What campaigns want as a problem of the schedule: a visit of a target is worth its priority; a look at a field nothing but the
 * probability that it covers. Of a target the visits that were not executed yet are wanted, a cadence after the last. Where several
 * groups have campaigns, each is owed an equal part of the time that it could use.
 * @throws LookbackError `planner/too-large`.
 */
export function buildProblem(
	campaigns: readonly PlannedCampaign[],
	telescopes: readonly PlannedTelescope[],
	slots: TimeGrid,
	fields: readonly WantedFields[],
	{ doneFor, software }: BuiltBy
): Built {
	const owners = [...new Set(campaigns.map(({ owner }) => owner))];
	const groupOf = (owner: string) => (owners.length > 1 ? owners.indexOf(owner) : null);
	const visits: PlannedVisit[] = [];
	const requests: Request[] = [];
	const lists = new VisitLists();
	const add = (wanted: Wanted, count: number, cadence: Target['cadenceHours'], isWhole: boolean): number => {
		const first = visits.length;
		if (first + count > mostVisits)
			throw new LookbackError(
				'incorrect',
				'planner/too-large',
				`The campaigns want more than ${mostVisits} visits; a plan may have that many.`
			);
		visits.push(...visitsOf(wanted, count, telescopes, slots, lists));
		if (count > 1) {
			const [least, greatest] = [cadence?.least ?? 0, cadence?.greatest ?? Infinity];
			requests.push({
				id: wanted.id,
				visits: Array.from({ length: count }, (_, i) => first + i),
				leastSlots: Math.ceil((least * 3600) / slots.stepSec),
				greatestSlots: Math.floor((greatest * 3600) / slots.stepSec),
				isWhole
			});
		}
		return first;
	};
	for (const { campaign, owner, goals } of campaigns) {
		const constraint = goals.constraint ? constraintOf(goals.constraint) : null;
		for (const target of goals.targets) {
			const done = doneFor(campaign, target);
			if (done.visits >= target.visits) continue;
			const leastHours = target.cadenceHours?.least ?? 0;
			add(
				{
					id: `${campaign}/${target.name}`,
					campaign,
					label: target.name,
					subject: target.subject,
					field: null,
					sets: target.sets,
					place: target,
					group: groupOf(owner),
					worth: target.priority,
					notBefore: done.lastAt === null ? null : ((done.lastAt + leastHours * 3.6e9) as Instant),
					deadline: target.deadline === null ? null : parseInstant(target.deadline),
					constraint,
					telescopes: allowed(telescopes, target.facilities),
					instruments: target.instruments,
					kinds: target.kinds ?? (target.instruments === null ? usualKinds(target.sets, software) : null),
					facilities: target.facilities
				},
				target.visits - done.visits,
				target.cadenceHours,
				target.isWhole
			);
		}
	}
	const goals: Goal[] = [];
	const atoms: Atom[] = [];
	for (const one of fields) {
		const first = goals.length;
		for (let epoch = 1; epoch <= one.epochs; epoch++)
			goals.push({ id: `${one.id}, epoch ${epoch}`, worth: one.worth / one.epochs });
		const places = one.fields.map((field) =>
			add(
				{
					id: field.visit,
					campaign: one.campaign.campaign,
					label: field.name,
					subject: one.subject,
					field: field.field,
					sets: one.sets,
					place: field,
					group: groupOf(one.campaign.owner),
					worth: 0,
					notBefore: null,
					deadline: one.deadline,
					constraint: one.campaign.goals.constraint ? constraintOf(one.campaign.goals.constraint) : null,
					telescopes: [field.telescope],
					instruments: [field.instrument],
					kinds: null,
					facilities: null
				},
				one.epochs,
				one.cadenceHours,
				false
			)
		);
		for (let epoch = 0; epoch < one.epochs; epoch++)
			for (const { probability, fields: of } of one.atoms)
				atoms.push({ goal: first + epoch, probability, visits: of.map((i) => places[i]! + epoch) });
	}
	const problem: Problem = {
		slotSeconds: slots.stepSec,
		slots: slots.count,
		instruments: telescopes.map(({ facility, telescope, given, slew }) => ({
			id: `${facility.facility}/${telescope.telescope}`,
			given,
			slew
		})),
		visits: visits.map(({ visit }) => visit),
		requests,
		goals,
		atoms,
		groups: owners.length > 1 ? owners.map((id) => ({ id, owedSlots: 0 })) : [],
		shortfallWorth: 0.5
	};
	const isFair = sharesByUse(software);
	const groups = problem.groups.map(({ id }, group) => ({
		id,
		owedSlots: (isFair ? owedSlots : owedOfAll)(problem, group, 1 / owners.length)
	}));
	const shortfallWorth = isFair && groups.length > 0 ? shortfallWorthOf(problem) : problem.shortfallWorth;
	return { problem: { ...problem, groups, shortfallWorth }, visits };
}

/** Fields that would cover a localization, and the atoms into which they divide it. */
export interface WantedFields {
	readonly id: string;
	readonly campaign: PlannedCampaign;
	readonly subject: string;
	readonly sets: Goals['coverage'][number]['sets'];
	/** Of all its epochs together. */
	readonly worth: number;
	readonly epochs: number;
	readonly cadenceHours: Goals['coverage'][number]['cadenceHours'];
	readonly deadline: Instant | null;
	readonly skymap: Skymap;
	readonly fields: readonly {
		/** Name of its visit; of several epochs, of all. */
		readonly visit: string;
		readonly name: string;
		readonly field: string | null;
		readonly raDeg: number;
		readonly decDeg: number;
		readonly telescope: number;
		readonly instrument: string;
	}[];
	readonly atoms: readonly { readonly probability: number; readonly fields: readonly number[] }[];
}

/** Places of the telescopes of some facilities; of all where none are named. */
export function allowed(
	telescopes: readonly PlannedTelescope[],
	facilities: readonly string[] | null
): number[] {
	return [...telescopes.keys()].filter(
		(k) => facilities === null || facilities.includes(telescopes[k]!.facility.facility)
	);
}
