import manifest from '../../../../package.json' with { type: 'json' };

/** Planner's own version: what makes another plan from the same inputs has another. */
export const softwareVersion = 'lookback-planner 7';

/**
 * Whether a planner gave each visit of a plan a name of its own, as since its third version. Before, looks at fields of the same name
 * at several telescopes had one, and so had those of a campaign that wants an event covered twice.
 */
export function namesVisitsApart(software: string): boolean {
	return isSince(software, 3);
}

/** Whether a planner counts looks at an event under all its names, as since its third version; before, under that of the goal alone. */
export function countsAllNames(software: string): boolean {
	return isSince(software, 3);
}

/**
 * Whether a planner has more fields to choose among where the best few would not cover what is wanted, and does not count fields
 * that were not needed as left out, as since its fourth version.
 */
export function goesByNeed(software: string): boolean {
	return isSince(software, 4);
}

/**
 * Whether a planner takes no image of ultraviolet light for what names no band, as since its fifth version; before, where a spectrum
 * or an image in any band was wanted, one would do.
 */
export function wantsUltravioletByName(software: string): boolean {
	return isSince(software, 5);
}

/**
 * Whether a planner takes the mean distance of a map and its deviation as those of its probability per megaparsec, as since its
 * fifth version; before, galaxies that are very near were too likely.
 */
export function weighsByVolume(software: string): boolean {
	return isSince(software, 5);
}

/**
 * Whether a planner owes groups of the time that they could use, with a worth that is no less than anybody's, as since its fifth
 * version; before, of all that telescopes give, day and night, and high priorities outweighed it.
 */
export function sharesByUse(software: string): boolean {
	return isSince(software, 5);
}

/**
 * Whether a planner plans nothing before the moment as of which it knows what it knows, as since its sixth version; before, a plan made
 * in the midst of a night had blocks for the hours that were over.
 */
export function beginsAtBasis(software: string): boolean {
	return isSince(software, 6);
}

/**
 * Whether a planner weighs galaxies by what a map tells of distances in the cell that each lies in, where it does, as since its seventh
 * version; before, by the mean distance of all of the map.
 */
export function usesDistancesOfCells(software: string): boolean {
	return isSince(software, 7);
}

/** Whether a planner leaves looks in a plan that add nothing to what others cover, as before its seventh version. */
export function keepsNeedlessLooks(software: string): boolean {
	return !isSince(software, 7);
}

function isSince(software: string, version: number): boolean {
	return Number(/^lookback-planner (\d+)$/.exec(software)?.[1]) >= version;
}

/** What made a plan, as far as the plan may depend on it. */
export type PlannerEnvironment = Readonly<Record<string, string>>;

/** What makes plans here: the planner, what computes the sky, the solver, and what carries them out. */
export function plannerEnvironment(): PlannerEnvironment {
	const { version, dependencies } = manifest;
	return {
		planner: softwareVersion,
		lookback: version,
		'astronomy-engine': dependencies['astronomy-engine'],
		highs: dependencies.highs,
		node: process.versions.node,
		architecture: process.arch
	};
}
