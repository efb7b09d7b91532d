import type { Problem } from '#lib/planner/schedule/problem.ts';
import { farthestDeg, slewSeconds } from '#lib/planner/schedule/slew.ts';

/**
 * A problem made ready: each _column_ is a visit that begins on an instrument at a slot, a variable x(v,k,t). Columns
 * are sorted by instrument and start, those of instrument k being `firstOfInstrument[k]` to `firstOfInstrument[k + 1]`.
 */
export interface Instance {
	readonly problem: Problem;
	readonly visit: Int32Array;
	readonly instrument: Int32Array;
	readonly start: Int32Array;
	/** d(v,k). */
	readonly slots: Int32Array;
	/** w(v) q(v,k,t). */
	readonly value: Float64Array;
	readonly firstOfInstrument: Int32Array;
	/** Columns of each visit, by instrument and start. */
	readonly columnsOf: readonly Int32Array[];
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

/** The columns of a checked problem: S(v,k), less what does not fit in the time that facilities give. */
export function makeInstance(problem: Problem): Instance {
	const { visits, instruments, atoms, goals, requests } = problem;
	const slots = slotsOf(problem);
	const left = instruments.map(({ given }) => slotsLeft(given, problem.slots));
	const perInstrument: { visit: number; option: number }[][] = instruments.map(() => []);
	visits.forEach(({ options }, visit) =>
		options.forEach(({ instrument }, option) => perInstrument[instrument]!.push({ visit, option }))
	);
	const count = visits.reduce(
		(sum, { options }) => sum + options.reduce((n, o) => n + o.starts.length, 0),
		0
	);
	const columns = {
		visit: new Int32Array(count),
		instrument: new Int32Array(count),
		start: new Int32Array(count),
		slots: new Int32Array(count),
		value: new Float64Array(count)
	};
	const firstOfInstrument = new Int32Array(instruments.length + 1);
	const columnCount = new Int32Array(visits.length);
	let next = 0;
	perInstrument.forEach((choices, k) => {
		// Counting sort by start.
		const place = new Int32Array(problem.slots + 1);
		const eachFitting = (take: (visit: number, start: number, length: number, quality: number) => void) => {
			for (const { visit, option } of choices) {
				const { starts, quality } = visits[visit]!.options[option]!;
				const length = slots[visit]![option]!;
				for (let i = 0; i < starts.length; i++)
					if (left[k]![starts[i]!]! >= length) take(visit, starts[i]!, length, quality[i]!);
			}
		};
		eachFitting((_, start) => place[start + 1]!++);
		for (let t = 0; t < problem.slots; t++) place[t + 1]! += place[t]!;
		const first = next;
		eachFitting((visit, start, length, quality) => {
			const column = first + place[start]!++;
			columns.visit[column] = visit;
			columns.instrument[column] = k;
			columns.start[column] = start;
			columns.slots[column] = length;
			columns.value[column] = visits[visit]!.worth * quality;
			columnCount[visit]!++;
			next++;
		});
		firstOfInstrument[k + 1] = next;
	});
	const columnsOf = Array.from(columnCount, (n) => new Int32Array(n));
	columnCount.fill(0);
	for (let column = 0; column < next; column++) {
		const visit = columns.visit[column]!;
		columnsOf[visit]![columnCount[visit]!++] = column;
	}
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
		visit: columns.visit.subarray(0, next),
		instrument: columns.instrument.subarray(0, next),
		start: columns.start.subarray(0, next),
		slots: columns.slots.subarray(0, next),
		value: columns.value.subarray(0, next),
		firstOfInstrument,
		columnsOf,
		atomsOf: atomsOfVisits(problem),
		atomWorth: Float64Array.from(atoms, ({ goal, probability }) => goals[goal]!.worth * probability),
		requestOf,
		placeInRequest,
		groupOf: Int32Array.from(visits, ({ group }) => group ?? -1)
	};
}

/** d(v,k) for each option of each visit: its seconds and the longest slew to what may follow, in whole slots. */
function slotsOf({ visits, instruments, slotSeconds }: Problem): number[][] {
	const slots = visits.map(({ options }) => options.map(() => 0));
	instruments.forEach(({ slew }, k) => {
		const users = visits.flatMap(({ options }, visit) =>
			options.flatMap(({ instrument }, option) => (instrument === k ? [{ visit, option }] : []))
		);
		const farthest = farthestDeg(users.map(({ visit }) => visits[visit]!));
		users.forEach(({ visit, option }, i) => {
			const seconds = visits[visit]!.options[option]!.seconds + slewSeconds(slew, farthest[i]!);
			// A thousandth of a second of rounding is no slot.
			slots[visit]![option] = Math.max(1, Math.ceil(seconds / slotSeconds - 0.001 / slotSeconds));
		});
	});
	return slots;
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
