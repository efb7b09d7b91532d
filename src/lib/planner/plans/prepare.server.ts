import { formatInstant } from '#lib/sky/time.ts';
import type { TimeGrid } from '../observability/altitude-table.ts';
import { checkedProblem } from '../schedule/checked-problem.ts';
import { makeInstance, type Instance } from '../schedule/instance.ts';
import { problemDigests, type ProblemDigests } from '../schedule/problem-digest.ts';
import { buildProblem, type Built } from './build.ts';
import { doneOf } from './done.ts';
import type { Gathered } from './gather.server.ts';
import { noNightWords } from './no-night.ts';
import { goesByNeed, keepsNeedlessLooks, namesVisitsApart } from './software.ts';
import { plannedTelescopes, type PlannedTelescope } from './telescopes.ts';
import {
	nothingToCover,
	wantedFields,
	type CoverageName,
	type CoverageTask
} from './wanted-fields.server.ts';

/** The problem of a plan: the same for the same that was gathered. */
export interface Prepared {
	readonly telescopes: readonly PlannedTelescope[];
	readonly slots: TimeGrid;
	readonly tasks: readonly CoverageTask[];
	readonly built: Built;
	/** Its problem made ready, and the digests of that. */
	readonly instance: Instance;
	readonly digests: ProblemDigests;
	readonly remarks: readonly string[];
	/** Whether of what is left out only what is missed is told. */
	readonly needed: boolean;
	/** Whether looks that add nothing stay. */
	readonly keepsNeedless: boolean;
}

/** Makes a problem of what a plan is made from. @throws LookbackError `planner/...`. */
export function prepare(gathered: Gathered): Prepared {
	const { campaigns, facilities, slots, maps, looks, software } = gathered;
	const remarks: string[] = [...retractedWords(gathered), ...(gathered.isCut ? [cutWords(gathered)] : [])];
	const telescopes = telescopesOf(gathered, remarks);
	const tasks = maps.map((map, i) => {
		const tilers = { telescopes, slots, software, facilities };
		const task = wantedFields(map, nameOf(gathered, i), tilers, remarks);
		const nothing = nothingToCover(task);
		if (nothing) remarks.push(nothing);
		return task;
	});
	const built = buildProblem(
		campaigns,
		telescopes,
		slots,
		tasks.map(({ wanted }) => wanted),
		{ doneFor: (campaign, target) => doneOf(target, looks.get(campaign) ?? []), software }
	);
	remarks.push(...doneWords(gathered));
	return {
		...{ telescopes, slots, tasks, built, remarks, needed: goesByNeed(software) },
		keepsNeedless: keepsNeedlessLooks(software),
		instance: makeInstance(checkedProblem(built.problem)),
		digests: problemDigests(built.problem)
	};
}

/** How a localization that a campaign wants covered, and looks at it, are named: each differently, but in plans of old. */
function nameOf({ maps, software }: Gathered, i: number): CoverageName {
	const { campaign, goal } = maps[i]!;
	const isApart = namesVisitsApart(software);
	const before = maps.slice(0, i).filter((one) => one.campaign === campaign && one.goal.event === goal.event);
	const id = `${campaign.campaign}/${goal.event}${isApart && before.length > 0 ? ` (${before.length + 1})` : ''}`;
	return {
		id,
		visitOf: ({ facility, telescope }, field) =>
			isApart ? `${id}/${facility.facility}/${telescope.telescope}/${field}` : `${id}/${field}`
	};
}

/** Events that were retracted by the basis: they are planned all the same, as whoever asks may know why. */
function retractedWords({ grounds, basis }: Gathered): string[] {
	return grounds
		.filter(({ what, version }) => what === 'event' && version === 'retracted')
		.map(({ name }) => `The event ${name} is retracted, as known at ${formatInstant(basis.knownAt)}.`);
}

function cutWords({ basis, slots }: Gathered): string {
	return `Nothing is planned before ${formatInstant(slots.from)}: what this rests on is known as of ${formatInstant(basis.knownAt)}.`;
}

/** Visits of targets that were executed before, in a sentence for each campaign. */
function doneWords({ campaigns, looks }: Gathered): string[] {
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

function telescopesOf({ facilities, used, held, slots }: Gathered, remarks: string[]): PlannedTelescope[] {
	const may = facilities.filter(({ facility }) => used.includes(facility));
	const telescopes = plannedTelescopes(may, slots, held);
	remarks.push(...noNightWords(telescopes, slots));
	return telescopes;
}
