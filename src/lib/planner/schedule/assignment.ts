import type { Instance } from '#lib/planner/schedule/instance.ts';
import type { Block } from '#lib/planner/schedule/problem.ts';

/** A schedule in the making: which column each visit has, and what follows from it. */
export class Assignment {
	readonly instance: Instance;
	/** Column of each visit, or -1. */
	readonly columnOf: Int32Array;
	/** Visit that holds a slot of an instrument (at instrument * slots + slot), or -1. */
	readonly holder: Int32Array;
	/** How many visits cover each atom. */
	readonly coverers: Int32Array;
	/** Slots that each group has. */
	readonly groupSlots: Float64Array;

	constructor(instance: Instance) {
		const { visits, instruments, slots, atoms, groups } = instance.problem;
		this.instance = instance;
		this.columnOf = new Int32Array(visits.length).fill(-1);
		this.holder = new Int32Array(instruments.length * slots).fill(-1);
		this.coverers = new Int32Array(atoms.length);
		this.groupSlots = new Float64Array(groups.length);
	}

	copy(): Assignment {
		const copy = new Assignment(this.instance);
		copy.columnOf.set(this.columnOf);
		copy.holder.set(this.holder);
		copy.coverers.set(this.coverers);
		copy.groupSlots.set(this.groupSlots);
		return copy;
	}

	/** The objective, summed anew. */
	objective(): number {
		const { value, atomWorth, problem } = this.instance;
		let sum = 0;
		for (const column of this.columnOf) if (column >= 0) sum += value[column]!;
		for (let a = 0; a < atomWorth.length; a++) if (this.coverers[a]! > 0) sum += atomWorth[a]!;
		problem.groups.forEach(({ owedSlots }, g) => {
			sum -= problem.shortfallWorth * Math.max(0, owedSlots - this.groupSlots[g]!);
		});
		return sum;
	}

	/** What the objective gains when a visit without a column gets this one. */
	gain(column: number): number {
		const { visit, value, slots } = this.instance;
		return value[column]! + this.gainOfVisit(visit[column]!, slots[column]!);
	}

	/** What it gains besides the value of a column: new atoms, and what its group still lacks. */
	gainOfVisit(visit: number, slots: number): number {
		const { atomsOf, atomWorth, groupOf, problem } = this.instance;
		let gain = 0;
		for (const a of atomsOf[visit]!) if (this.coverers[a] === 0) gain += atomWorth[a]!;
		const group = groupOf[visit]!;
		if (group >= 0) {
			const lacks = problem.groups[group]!.owedSlots - this.groupSlots[group]!;
			if (lacks > 0) gain += problem.shortfallWorth * Math.min(lacks, slots);
		}
		return gain;
	}

	/** What the objective loses when a visit loses its column. */
	loss(visit: number): number {
		const { atomsOf, atomWorth, groupOf, problem, value, slots } = this.instance;
		const column = this.columnOf[visit]!;
		let loss = value[column]!;
		for (const a of atomsOf[visit]!) if (this.coverers[a] === 1) loss += atomWorth[a]!;
		const group = groupOf[visit]!;
		if (group >= 0) {
			const spare = this.groupSlots[group]! - problem.groups[group]!.owedSlots;
			if (spare < slots[column]!)
				loss += problem.shortfallWorth * Math.min(slots[column]!, slots[column]! - spare);
		}
		return loss;
	}

	/** Whether a column's slots are free. */
	isFree(column: number): boolean {
		const { instrument, start, slots, problem } = this.instance;
		const from = instrument[column]! * problem.slots + start[column]!;
		for (let at = from; at < from + slots[column]!; at++) if (this.holder[at]! >= 0) return false;
		return true;
	}

	/** Whether a column keeps the cadence with the visits of its request that have columns, the one before among them. */
	keepsCadence(column: number): boolean {
		const { visit, start, requestOf, placeInRequest, problem } = this.instance;
		const request = problem.requests[requestOf[visit[column]!]!];
		if (!request) return true;
		const place = placeInRequest[visit[column]!]!;
		const before = place > 0 ? this.columnOf[request.visits[place - 1]!]! : null;
		if (before !== null) {
			if (before < 0) return false;
			const apart = start[column]! - start[before]!;
			if (apart < request.leastSlots || apart > request.greatestSlots) return false;
		}
		const after = place + 1 < request.visits.length ? this.columnOf[request.visits[place + 1]!]! : -1;
		if (after < 0) return true;
		const apart = start[after]! - start[column]!;
		return apart >= request.leastSlots && apart <= request.greatestSlots;
	}

	add(column: number): void {
		const visit = this.instance.visit[column]!;
		this.columnOf[visit] = column;
		this.#mark(column, visit, 1);
	}

	remove(visit: number): void {
		const column = this.columnOf[visit]!;
		this.columnOf[visit] = -1;
		this.#mark(column, -1, -1);
	}

	/** A visit and those of its request that cannot be without it, as far as they have columns. */
	withRequest(visit: number): number[] {
		const { requestOf, placeInRequest, problem } = this.instance;
		const request = problem.requests[requestOf[visit]!];
		const members = !request
			? [visit]
			: request.isWhole
				? request.visits
				: request.visits.slice(placeInRequest[visit]!);
		return members.filter((member) => this.columnOf[member]! >= 0);
	}

	/** Visits that hold any of a column's slots. */
	holdersOf(column: number): number[] {
		const { instrument, start, slots, problem } = this.instance;
		const from = instrument[column]! * problem.slots + start[column]!;
		const found: number[] = [];
		for (let at = from; at < from + slots[column]!; at++) {
			const visit = this.holder[at]!;
			if (visit >= 0 && visit !== found.at(-1)) found.push(visit);
		}
		return found;
	}

	blocks(): Block[] {
		const { visit, instrument, start, slots } = this.instance;
		return Array.from(this.columnOf)
			.filter((column) => column >= 0)
			.sort((a, b) => a - b)
			.map((column) => ({
				visit: visit[column]!,
				instrument: instrument[column]!,
				start: start[column]!,
				slots: slots[column]!
			}));
	}

	#mark(column: number, visit: number, by: 1 | -1): void {
		const { instrument, start, slots, atomsOf, groupOf, problem } = this.instance;
		const from = instrument[column]! * problem.slots + start[column]!;
		this.holder.fill(visit, from, from + slots[column]!);
		const of = this.instance.visit[column]!;
		for (const a of atomsOf[of]!) this.coverers[a]! += by;
		if (groupOf[of]! >= 0) this.groupSlots[groupOf[of]!]! += by * slots[column]!;
	}
}
