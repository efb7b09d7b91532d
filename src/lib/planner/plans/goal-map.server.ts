import { readSkymap, readSkymapDistances, type Question, type RawStore } from '#lib/archive/index.server.ts';
import type { CoverageGoal } from '../campaigns/goals.ts';
import { usesDistancesOfCells } from './software.ts';
import type { GoalMap } from './wanted-fields.server.ts';

/**
 * The map of the event that a goal wants covered, and its distances where a planner of this version weighs galaxies by them.
 * @throws LookbackError as `readSkymap` and `readSkymapDistances`.
 */
export async function readGoalMap(
	question: Question,
	store: RawStore,
	{ event, galaxies }: CoverageGoal,
	software: string
): Promise<GoalMap> {
	const { localization, skymap } = await readSkymap(question, event);
	const isWeighed = galaxies !== null && usesDistancesOfCells(software);
	const distances = isWeighed ? await readSkymapDistances(question, store, localization, skymap) : null;
	return { localization, skymap, distances };
}
