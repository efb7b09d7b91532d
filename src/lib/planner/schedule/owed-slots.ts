import type { Problem } from '#lib/planner/schedule/problem.ts';

/**
 * Slots that a group is owed for its share (0 to 1): that part of those given in which it could begin anything, by night and where
 * its visits may go, or what it asked for with the fastest of its options if that is less, so that nobody is short of what they
 * never asked for.
 */
export function owedSlots(problem: Problem, group: number, share: number): number {
	return Math.min(Math.floor(share * usableSlots(problem, group)), askedSlots(problem, group));
}

/** The same of all that instruments give, by day too, as planners before the fifth counted it. */
export function owedOfAll(problem: Problem, group: number, share: number): number {
	const given = problem.instruments
		.flatMap((instrument) => instrument.given)
		.reduce((sum, { from, to }) => sum + to - from, 0);
	return Math.min(Math.floor(share * given), askedSlots(problem, group));
}

/**
 * Worth of a slot that a group falls short, so that nobody's worth, however high they set it, outweighs what others are owed: that of
 * the visit that is worth most by the slots it takes, 0.5 at least.
 */
export function shortfallWorthOf({ visits, slotSeconds }: Pick<Problem, 'visits' | 'slotSeconds'>): number {
	return visits.reduce(
		(most, { worth, options }) =>
			options.reduce((all, { seconds }) => Math.max(all, worth / Math.ceil(seconds / slotSeconds)), most),
		0.5
	);
}

function askedSlots({ visits, slotSeconds }: Problem, group: number): number {
	return visits
		.filter((visit) => visit.group === group && visit.options.some(({ starts }) => starts.length > 0))
		.map(({ options }) => Math.min(...options.map(({ seconds }) => Math.ceil(seconds / slotSeconds))))
		.reduce((sum, slots) => sum + slots, 0);
}

function usableSlots({ instruments, visits, slots }: Problem, group: number): number {
	const isUsable = instruments.map(() => new Uint8Array(slots));
	for (const { group: of, options } of visits)
		if (of === group)
			for (const { instrument, starts } of options)
				for (let i = 0; i < starts.length; i++) isUsable[instrument]![starts[i]!] = 1;
	return instruments.reduce(
		(sum, { given }, k) =>
			given.reduce((all, { from, to }) => {
				let count = 0;
				for (let slot = from; slot < to; slot++) count += isUsable[k]![slot]!;
				return all + count;
			}, sum),
		0
	);
}
