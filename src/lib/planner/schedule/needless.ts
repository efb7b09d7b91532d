import type { Assignment } from '#lib/planner/schedule/assignment.ts';

/**
 * Takes away looks that add nothing, since others cover all that they would: a small field that was chosen before a large one
 * around it, a look that another telescope repeats. The later goes first, so that what stays comes as soon as can be; the
 * objective stays as it is, and nobody is asked for time in vain.
 */
export function dropNeedless(schedule: Assignment): void {
	const { start } = schedule.instance;
	const latestFirst = [...schedule.columnOf.keys()]
		.filter((visit) => schedule.columnOf[visit]! >= 0)
		.sort((a, b) => start[schedule.columnOf[b]!]! - start[schedule.columnOf[a]!]! || b - a);
	// visits that follow one in its request begin later, and have had their turn
	for (const visit of latestFirst)
		if (schedule.loss(visit) <= 0 && schedule.withRequest(visit).length === 1) schedule.remove(visit);
}
