import type { FieldOfView } from './field-of-view.ts';
import { PairNumbers } from './pair-numbers.ts';

/**
 * Sets of fields by number: each set once, the empty one 0, the others as they first come when one field after the other is
 * added. Fields that are the same view (telescopes of a kind have such) go together, as one view. A set is a path of its views in
 * ascending order, and what a step of a path is goes into arrays of numbers: there are hundreds of thousands.
 */
export class FieldSets {
	/** Different views, in the order in which they first come. */
	readonly views: readonly FieldOfView[];
	/** The fields of each view, ascending. */
	readonly #fields: readonly number[][];
	/** The step before each, and the view that it adds; the empty path is step 0. */
	#before = new Int32Array(1024);
	#view = new Int32Array(1024).fill(-1);
	#steps = 1;
	/** Number of the set that ends with each step; -1 where that is only on the way to others. */
	#number = new Int32Array(1024).fill(-1);
	/** The step with which each set ends. */
	readonly #ends: number[] = [0];
	/** Steps that are reached from a step by one view more. */
	readonly #grown = new PairNumbers();

	constructor(fields: readonly FieldOfView[]) {
		const groups = Map.groupBy(fields.keys(), (field) => fields[field]!);
		this.views = [...groups.keys()];
		this.#fields = [...groups.values()];
		this.#number[0] = 0;
	}

	/** The set that has the first so many of some views as well, which are in ascending order. */
	with(set: number, views: readonly number[], count: number): number {
		let step = this.#ends[set]!;
		let number = set;
		let last = -1;
		for (let i = 0; i < count; i++) {
			step = this.#with(step, views[i]!);
			last = Math.max(last, this.#fields[views[i]!]!.at(-1)!);
			// between fields of the same view there is no set
			if (i + 1 === count || this.#fields[views[i + 1]!]![0]! > last) number = this.#numberOf(step);
		}
		return number;
	}

	/** The fields of a set, ascending. */
	fieldsOf(set: number): number[] {
		const fields: number[] = [];
		for (let step = this.#ends[set]!; step > 0; step = this.#before[step]!)
			fields.push(...this.#fields[this.#view[step]!]!);
		return fields.sort((a, b) => a - b);
	}

	#numberOf(step: number): number {
		if (this.#number[step]! < 0) this.#number[step] = this.#ends.push(step) - 1;
		return this.#number[step]!;
	}

	#with(step: number, view: number): number {
		const last = this.#view[step]!;
		if (view === last) return step;
		const known = this.#grown.get(step, view);
		if (known >= 0) return known;
		let next = step;
		if (view > last) next = this.#add(step, view);
		else {
			const before = this.#with(this.#before[step]!, view);
			if (before !== this.#before[step]) next = this.#with(before, last);
		}
		this.#grown.set(step, view, next);
		return next;
	}

	#add(before: number, view: number): number {
		if (this.#steps === this.#before.length) {
			this.#before = longer(this.#before);
			this.#view = longer(this.#view);
			this.#number = longer(this.#number);
		}
		const step = this.#steps++;
		this.#before[step] = before;
		this.#view[step] = view;
		this.#number[step] = -1;
		return step;
	}
}

function longer(list: Int32Array): Int32Array<ArrayBuffer> {
	const twice = new Int32Array(2 * list.length);
	twice.set(list);
	return twice;
}
