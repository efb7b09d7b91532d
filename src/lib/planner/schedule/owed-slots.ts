import type { Problem } from '#lib/planner/schedule/problem.ts';

/**
 * Slots that a group is owed for its share (0 to 1): that part of all the time given, or what it asked for with the
 * fastest of its options if that is less, so that nobody is short of what they never asked for.
 */
export function owedSlots(problem: Problem, group: number, share: number): number {
	const { instruments, visits, slotSeconds } = problem;
	const given = instruments
		.flatMap((instrument) => instrument.given)
		.reduce((sum, { from, to }) => sum + to - from, 0);
	const asked = visits
		.filter((visit) => visit.group === group && visit.options.some(({ starts }) => starts.length > 0))
		.map(({ options }) => Math.min(...options.map(({ seconds }) => Math.ceil(seconds / slotSeconds))))
		.reduce((sum, slots) => sum + slots, 0);
	return Math.min(Math.floor(share * given), asked);
}
