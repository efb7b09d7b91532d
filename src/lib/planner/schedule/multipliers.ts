import type { Instance } from '#lib/planner/schedule/instance.ts';

/** Two visits in a row, whose cadence is constraint 3. `row` is its place among the multipliers of cadence. */
export interface Pair {
	readonly earlier: number;
	readonly later: number;
	readonly leastSlots: number;
	readonly greatestSlots: number;
	readonly isWhole: boolean;
	readonly earlierStarts: StartRange;
	readonly laterStarts: StartRange;
}

/** Slots between which a visit may begin, the last excluded. */
export interface StartRange {
	readonly from: number;
	readonly to: number;
}

/**
 * Multipliers of the constraints that tie instruments together; with them in the objective each instrument is on its
 * own. All are 0 or more. The same shape holds the subgradient, which is what each constraint has to spare.
 */
export interface Multipliers {
	/** Of 1, for each visit. */
	readonly once: Float64Array;
	/** Of 4, for each atom; at most W p(a). */
	readonly atom: Float64Array;
	/** Of 6, for each group; at most L. */
	readonly share: Float64Array;
	/** Of 3, for each pair and slot t: the later by t + a only with the earlier by t. */
	readonly soonest: Float64Array;
	/** Of 3, for each pair and slot t: the later from t on only with the earlier from t - b on. */
	readonly latest: Float64Array;
	/** Of 5, for each pair: the earlier only with the later. */
	readonly whole: Float64Array;
}

export function pairsOf(instance: Instance): Pair[] {
	return instance.problem.requests.flatMap(({ visits, leastSlots, greatestSlots, isWhole }) =>
		visits.slice(1).map((later, i) => {
			const earlier = visits[i]!;
			const [earlierStarts, laterStarts] = [startsOf(instance, earlier), startsOf(instance, later)];
			return { earlier, later, leastSlots, greatestSlots, isWhole, earlierStarts, laterStarts };
		})
	);
}

function startsOf({ columnsOf, start }: Instance, visit: number): StartRange {
	const columns = columnsOf[visit]!;
	if (columns.length === 0) return { from: 0, to: 0 };
	let [from, last] = [Infinity, 0];
	for (const column of columns) {
		from = Math.min(from, start[column]!);
		last = Math.max(last, start[column]!);
	}
	return { from, to: last + 1 };
}

export function noMultipliers({ problem }: Instance, pairs: number): Multipliers {
	const { visits, atoms, groups, slots } = problem;
	return {
		once: new Float64Array(visits.length),
		atom: new Float64Array(atoms.length),
		share: new Float64Array(groups.length),
		soonest: new Float64Array(pairs * (slots + 1)),
		latest: new Float64Array(pairs * (slots + 1)),
		whole: new Float64Array(pairs)
	};
}

/** What multipliers add to the values of columns, to get their profits. */
export interface Prices {
	/** For each visit, and for each slot that it takes. */
	readonly perVisit: Float64Array;
	readonly perSlot: Float64Array;
	/** Of a visit in a pair, for each slot at which it may begin, the first of them `from`; null of others. */
	readonly perStart: readonly (StartPrices | null)[];
	/** What the objective has besides. */
	readonly constant: number;
}

interface StartPrices {
	readonly from: number;
	readonly price: Float64Array;
}

/** The prices under some multipliers. */
export function pricesOf(instance: Instance, pairs: readonly Pair[], multipliers: Multipliers): Prices {
	const { problem, atomsOf, atomWorth, groupOf } = instance;
	const perVisit = new Float64Array(problem.visits.length);
	const perSlot = new Float64Array(problem.visits.length);
	const perStart: (StartPrices | null)[] = problem.visits.map(() => null);
	let constant = 0;
	for (let v = 0; v < perVisit.length; v++) {
		constant += multipliers.once[v]!;
		let sum = -multipliers.once[v]!;
		for (const a of atomsOf[v]!) sum += multipliers.atom[a]!;
		perVisit[v] = sum;
		if (groupOf[v]! >= 0) perSlot[v] = multipliers.share[groupOf[v]!]!;
	}
	for (let a = 0; a < atomWorth.length; a++) constant += atomWorth[a]! - multipliers.atom[a]!;
	problem.groups.forEach(({ owedSlots }, g) => (constant -= multipliers.share[g]! * owedSlots));
	const width = problem.slots + 1;
	// Of one pair after the other. Above[t]: sum of `soonest` at slots after t. Upto[t]: sum of `latest` at slots up to t.
	const above = new Float64Array(width + 1);
	const upto = new Float64Array(width + 1);
	pairs.forEach((pair, p) => {
		const soonest = multipliers.soonest.subarray(p * width, (p + 1) * width);
		const latest = multipliers.latest.subarray(p * width, (p + 1) * width);
		for (let t = width - 1; t > 0; t--) above[t - 1] = above[t]! + soonest[t]!;
		for (let t = 0; t < width; t++) upto[t] = (t > 0 ? upto[t - 1]! : 0) + latest[t]!;
		const whole = multipliers.whole[p]!;
		const { price: earlier, from: first } = (perStart[pair.earlier] ??= noPrices(pair.earlierStarts));
		// In rows of `soonest` at any t' > t, in rows of `latest` at any t' <= t + b.
		for (let i = 0, t = first; i < earlier.length; i++, t++)
			earlier[i]! += above[t]! + upto[Math.min(width - 1, t + pair.greatestSlots)]! - whole;
		const { price: later, from: begin } = (perStart[pair.later] ??= noPrices(pair.laterStarts));
		// In rows of `soonest` at any t' > t - a, in rows of `latest` at any t' <= t.
		for (let i = 0, t = begin; i < later.length; i++, t++) {
			const from = t - pair.leastSlots;
			later[i]! -= (from < 0 ? above[0]! + soonest[0]! : above[from]!) + upto[t]! - whole;
		}
	});
	return { perVisit, perSlot, perStart, constant };
}

function noPrices({ from, to }: StartRange): StartPrices {
	return { from, price: new Float64Array(to - from) };
}

/** A column's profit under some prices. */
export function profitOf(
	{ visit, start, slots, value }: Instance,
	{ perVisit, perSlot, perStart }: Prices,
	column: number
): number {
	const v = visit[column]!;
	const tied = perStart[v];
	const atStart = tied ? tied.price[start[column]! - tied.from]! : 0;
	return value[column]! + perVisit[v]! + perSlot[v]! * slots[column]! + atStart;
}

/** What each relaxed constraint has to spare where columns are picked: the subgradient of the bound. */
export function spare(
	instance: Instance,
	pairs: readonly Pair[],
	multipliers: Multipliers,
	picks: readonly number[],
	into: Multipliers
): void {
	const { problem, visit, start, slots, atomsOf, atomWorth, groupOf } = instance;
	into.once.fill(1);
	for (let a = 0; a < atomWorth.length; a++) into.atom[a] = multipliers.atom[a]! < atomWorth[a]! ? -1 : 0;
	problem.groups.forEach(({ owedSlots }, g) => (into.share[g] = -owedSlots));
	for (const column of picks) {
		const v = visit[column]!;
		into.once[v]! -= 1;
		for (const a of atomsOf[v]!) into.atom[a]! += 1;
		if (groupOf[v]! >= 0) into.share[groupOf[v]!]! += slots[column]!;
	}
	if (pairs.length === 0) return;
	const startsOf = new Map<number, number[]>();
	for (const column of picks) {
		const v = visit[column]!;
		if (instance.requestOf[v]! < 0) continue;
		const starts = startsOf.get(v);
		if (starts) starts.push(start[column]!);
		else startsOf.set(v, [start[column]!]);
	}
	const width = problem.slots + 1;
	pairs.forEach((pair, p) => {
		const soonest = into.soonest.subarray(p * width, (p + 1) * width).fill(0);
		const latest = into.latest.subarray(p * width, (p + 1) * width).fill(0);
		const earlier = startsOf.get(pair.earlier) ?? [];
		const later = startsOf.get(pair.later) ?? [];
		for (const t of earlier) {
			for (let row = t + 1; row < width; row++) soonest[row]! += 1;
			for (let row = 0; row <= Math.min(width - 1, t + pair.greatestSlots); row++) latest[row]! += 1;
		}
		for (const t of later) {
			for (let row = Math.max(0, t - pair.leastSlots + 1); row < width; row++) soonest[row]! -= 1;
			for (let row = 0; row <= t; row++) latest[row]! -= 1;
		}
		into.whole[p] = pair.isWhole ? later.length - earlier.length : 0;
	});
}
