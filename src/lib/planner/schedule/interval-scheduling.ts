import type { Instance } from '#lib/planner/schedule/instance.ts';

/**
 * The best of one instrument's columns by some profits, none overlapping (constraint 2 alone): weighted interval
 * scheduling, by dynamic programming over its slots.
 */
export interface BestNight {
	/** `after[t]`: the most that can be had from slot t on; `before[t]`: of what ends by slot t. */
	readonly after: Float64Array;
	readonly before: Float64Array;
	readonly profit: number;
	/** The columns that give it. */
	readonly picks: number[];
}

/** `profit` is that of the instrument's columns, from its first on. */
export function bestNight(instance: Instance, instrument: number, profit: Float64Array): BestNight {
	const { start, slots, firstOfInstrument, problem } = instance;
	const [first, end] = [firstOfInstrument[instrument]!, firstOfInstrument[instrument + 1]!];
	const after = new Float64Array(problem.slots + 1);
	const before = new Float64Array(problem.slots + 1);
	const pick = new Int32Array(problem.slots).fill(-1);
	for (let t = problem.slots - 1, column = end - 1; t >= 0; t--) {
		let best = after[t + 1]!;
		for (; column >= first && start[column] === t; column--) {
			const total = profit[column - first]! + after[t + slots[column]!]!;
			if (total > best) {
				best = total;
				pick[t] = column;
			}
		}
		after[t] = best;
	}
	for (let t = 0, column = first; t < problem.slots; t++) {
		const had = before[t]!;
		if (had > before[t + 1]!) before[t + 1] = had;
		for (; column < end && start[column] === t; column++) {
			const until = t + slots[column]!;
			if (had + profit[column - first]! > before[until]!) before[until] = had + profit[column - first]!;
		}
	}
	const picks: number[] = [];
	for (let t = 0; t < problem.slots;) {
		const column = pick[t]!;
		if (column >= 0) picks.push(column);
		t += column >= 0 ? slots[column]! : 1;
	}
	return { after, before, profit: after[0]!, picks };
}
