import type { Option, Problem } from '#lib/planner/schedule/problem.ts';
import { farthestDeg, slewSeconds } from '#lib/planner/schedule/slew.ts';

/**
 * A problem made ready: each _column_ is a visit that begins on an instrument at a slot, a variable x(v,k,t). Columns
 * are sorted by instrument and start, those of instrument k being `firstOfInstrument[k]` to `firstOfInstrument[k + 1]`.
 */
export interface Instance {
	readonly problem: Problem;
	readonly visit: Uint16Array;
	readonly instrument: Uint16Array;
	readonly start: Uint16Array;
	/** d(v,k). */
	readonly slots: Uint16Array;
	/** w(v) q(v,k,t). */
	readonly value: Float64Array;
	readonly firstOfInstrument: Int32Array;
	/** Columns of each visit, by instrument and start. */
	readonly columnsOf: readonly Int32Array[];
	/** The same by instrument, as lists that lie one number beside the other: to go through columns takes ten times as long. */
	readonly choicesOf: readonly (readonly Choice[])[];
	/** Atoms that each visit covers, F(v). */
	readonly atomsOf: readonly Int32Array[];
	/** W p(a) of each atom. */
	readonly atomWorth: Float64Array;
	/** Request of each visit and its place in it, or -1. */
	readonly requestOf: Int32Array;
	readonly placeInRequest: Int32Array;
	/** Group of each visit, or -1. */
	readonly groupOf: Int32Array;
}

/** How a visit is made with one instrument, of what fits in the time that its facility gives. */
export interface Choice {
	readonly instrument: number;
	/** d(v,k). */
	readonly slots: number;
	/** Where its columns begin among those of the visit; there is one for each start. */
	readonly first: number;
	readonly starts: ArrayLike<number>;
	readonly quality: ArrayLike<number>;
}

/** An option of a visit, by their places. */
interface Use {
	readonly visit: number;
	readonly option: number;
}

/** The columns of a checked problem: S(v,k), less what does not fit in the time that facilities give. */
export function makeInstance(problem: Problem): Instance {
	const { visits, instruments, atoms, goals, requests } = problem;
	const usesOf: Use[][] = instruments.map(() => []);
	visits.forEach(({ options }, visit) =>
		options.forEach(({ instrument }, option) => usesOf[instrument]!.push({ visit, option }))
	);
	const slots = slotsOf(problem, usesOf);
	const columnCount = new Int32Array(visits.length);
	const choicesOf: Choice[][] = visits.map(() => []);
	usesOf.forEach((uses, k) => {
		const left = slotsLeft(instruments[k]!.given, problem.slots);
		for (const { visit, option } of uses) {
			const length = slots[visit]![option]!;
			const fitting = fittingOf(visits[visit]!.options[option]!, length, left);
			const first = columnCount[visit]!;
			choicesOf[visit]!.push({ instrument: k, slots: length, first, ...fitting });
			columnCount[visit] = first + fitting.starts.length;
		}
	});
	const count = columnCount.reduce((sum, n) => sum + n, 0);
	// There may be tens of millions: 20 bytes of each are kept.
	const columns = {
		visit: new Uint16Array(count),
		instrument: new Uint16Array(count),
		start: new Uint16Array(count),
		slots: new Uint16Array(count),
		value: new Float64Array(count)
	};
	const firstOfInstrument = new Int32Array(instruments.length + 1);
	const columnsOf = Array.from(columnCount, (n) => new Int32Array(n));
	const done = new Int32Array(visits.length);
	usesOf.forEach((uses, k) => {
		const choices = uses.map(({ visit }) => ({ visit, choice: choicesOf[visit]![done[visit]!++]! }));
		// Counting sort by start.
		const place = new Int32Array(problem.slots + 1);
		for (const { choice } of choices)
			for (let i = 0; i < choice.starts.length; i++) place[choice.starts[i]! + 1]!++;
		for (let t = 0; t < problem.slots; t++) place[t + 1]! += place[t]!;
		const from = firstOfInstrument[k]!;
		for (const { visit, choice } of choices) {
			const { first, starts, quality } = choice;
			const { worth } = visits[visit]!;
			for (let i = 0; i < starts.length; i++) {
				const column = from + place[starts[i]!]!++;
				columns.visit[column] = visit;
				columns.instrument[column] = k;
				columns.start[column] = starts[i]!;
				columns.slots[column] = choice.slots;
				columns.value[column] = worth * quality[i]!;
				columnsOf[visit]![first + i] = column;
			}
		}
		firstOfInstrument[k + 1] = from + choices.reduce((sum, { choice }) => sum + choice.starts.length, 0);
	});
	const requestOf = new Int32Array(visits.length).fill(-1);
	const placeInRequest = new Int32Array(visits.length).fill(-1);
	requests.forEach((request, r) =>
		request.visits.forEach((visit, i) => {
			requestOf[visit] = r;
			placeInRequest[visit] = i;
		})
	);
	return {
		problem,
		...columns,
		...{ firstOfInstrument, columnsOf, choicesOf },
		atomsOf: atomsOfVisits(problem),
		atomWorth: Float64Array.from(atoms, ({ goal, probability }) => goals[goal]!.worth * probability),
		requestOf,
		placeInRequest,
		groupOf: Int32Array.from(visits, ({ group }) => group ?? -1)
	};
}

/** d(v,k) for each option of each visit: its seconds and the longest slew to what may follow, in whole slots. */
function slotsOf(
	{ visits, instruments, slotSeconds }: Problem,
	usesOf: readonly (readonly Use[])[]
): number[][] {
	const slots = visits.map(({ options }) => options.map(() => 0));
	instruments.forEach(({ slew }, k) => {
		const users = usesOf[k]!;
		const farthest = farthestDeg(users.map(({ visit }) => visits[visit]!));
		users.forEach(({ visit, option }, i) => {
			const seconds = visits[visit]!.options[option]!.seconds + slewSeconds(slew, farthest[i]!);
			// A thousandth of a second of rounding is no slot.
			slots[visit]![option] = Math.max(1, Math.ceil(seconds / slotSeconds - 0.001 / slotSeconds));
		});
	});
	return slots;
}

/** The starts of an option from which so many slots are given, with their qualities; all of them as they are where all do. */
function fittingOf(
	{ starts, quality }: Option,
	length: number,
	left: Int32Array
): Pick<Choice, 'starts' | 'quality'> {
	let count = 0;
	for (let i = 0; i < starts.length; i++) if (left[starts[i]!]! >= length) count++;
	if (count === starts.length) return { starts, quality };
	const fitting = { starts: new Uint16Array(count), quality: new Float64Array(count) };
	for (let i = 0, at = 0; i < starts.length; i++)
		if (left[starts[i]!]! >= length) {
			fitting.starts[at] = starts[i]!;
			fitting.quality[at++] = quality[i]!;
		}
	return fitting;
}

/** For each slot, how many slots from it on are given without a break. */
function slotsLeft(given: Problem['instruments'][number]['given'], slots: number): Int32Array {
	const left = new Int32Array(slots);
	for (const { from, to } of given) for (let t = from; t < to; t++) left[t] = to - t;
	return left;
}

function atomsOfVisits({ atoms, visits }: Problem): Int32Array[] {
	const members: number[][] = visits.map(() => []);
	atoms.forEach((atom, a) => new Set(atom.visits).forEach((visit) => members[visit]!.push(a)));
	return members.map((list) => Int32Array.from(list));
}
