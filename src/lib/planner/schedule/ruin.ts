import type { Assignment } from '#lib/planner/schedule/assignment.ts';
import { CandidateHeap, type SlotPrice } from '#lib/planner/schedule/greedy.ts';

/**
 * Ruin and recreate: some blocks next to each other are taken out, what fits in their place is put there by what it
 * gains above the price of its slots, and the schedule stays so if it is better, or by chance a little worse.
 *
 * Source: Schrimpf et al. 2000, J. Comput. Phys. 159, 139; blinks as in Christiaens & Vanden Berghe 2020,
 * Transp. Sci. 54, 417.
 */
export class RuinAndRecreate {
	schedule: Assignment;
	objective: number;
	readonly #price: SlotPrice;
	readonly #random: () => number;
	readonly #longest: Int32Array;

	constructor(schedule: Assignment, price: SlotPrice, random: () => number) {
		const { instance } = schedule;
		this.schedule = schedule;
		this.objective = schedule.objective();
		this.#price = price;
		this.#random = random;
		this.#longest = Int32Array.from(instance.problem.instruments, () => 0);
		for (const choices of instance.choicesOf)
			for (const { instrument: k, slots } of choices) this.#longest[k] = Math.max(this.#longest[k]!, slots);
	}

	/** One try, after which the schedule is at most `temperature` times an exponential deviate worse than before. */
	step(size: number, temperature: number): void {
		const { schedule } = this;
		const before = this.objective;
		const removed: number[] = [];
		for (const visit of this.#choose(size)) {
			if (schedule.columnOf[visit]! < 0) continue;
			removed.push(...this.#takeOut(visit));
		}
		if (removed.length === 0) return;
		const added = this.#recreate(removed);
		if (this.objective >= before + temperature * Math.log(1 - this.#random())) return;
		for (const visit of added) if (schedule.columnOf[visit]! >= 0) schedule.remove(visit);
		for (const column of removed) schedule.add(column);
		this.objective = before;
	}

	/** Goes on from another schedule. */
	restart(schedule: Assignment): void {
		this.schedule = schedule.copy();
		this.objective = schedule.objective();
	}

	/** Takes out a visit and those of its request that need it; answers their columns. */
	#takeOut(visit: number): number[] {
		const { schedule } = this;
		return schedule.withRequest(visit).map((member) => {
			const column = schedule.columnOf[member]!;
			this.objective -= schedule.loss(member);
			schedule.remove(member);
			return column;
		});
	}

	/** Blocks around a slot of some instruments, or those in the way of a visit left out. */
	#choose(size: number): number[] {
		const { instance, holder, columnOf } = this.schedule;
		const { slots, instruments } = instance.problem;
		const random = this.#random;
		const chosen = new Set<number>();
		if (random() < 0.5) {
			const visit = Math.floor(random() * columnOf.length);
			const columns = instance.columnsOf[visit]!;
			if (columns.length === 0) return [];
			if (columnOf[visit]! >= 0) chosen.add(visit);
			for (let n = 0; n < size && chosen.size < size; n++)
				for (const other of this.schedule.holdersOf(columns[Math.floor(random() * columns.length)]!))
					chosen.add(other);
			return [...chosen];
		}
		const middle = Math.floor(random() * slots);
		for (let k = Math.floor(random() * instruments.length), n = 0; n < 3 && chosen.size < size; n++) {
			const reach = 1 + Math.floor(random() * size);
			for (let t = Math.max(0, middle - reach); t < Math.min(slots, middle + reach); t++) {
				const visit = holder[k * slots + t]!;
				if (visit >= 0 && chosen.size < size) chosen.add(visit);
			}
			k = Math.floor(random() * instruments.length);
		}
		return [...chosen];
	}

	/** Puts what fits where slots are free now; answers the visits that were put. */
	#recreate(removed: readonly number[]): number[] {
		const { schedule } = this;
		const { instance } = schedule;
		const heap = new CandidateHeap();
		const seen = new Set<number>();
		for (const column of removed) seen.add(instance.visit[column]!);
		const wasOut = new Set(seen);
		for (const visit of wasOut) this.#offerAll(heap, visit);
		for (const column of removed) this.#offerAround(heap, column, wasOut);
		const added: number[] = [];
		for (let next = heap.pop(); next; next = heap.pop()) {
			if (schedule.columnOf[next.visit]! >= 0 || !schedule.isFree(next.column)) continue;
			if (!schedule.keepsCadence(next.column)) continue;
			const gain = schedule.gain(next.column);
			if (gain <= 0) continue;
			const least = next.gain - 1e-12;
			if (gain < least) {
				heap.push({ ...next, gain, score: next.score - (next.gain - gain) });
				continue;
			}
			schedule.add(next.column);
			this.objective += gain;
			added.push(next.visit);
			const request = instance.problem.requests[instance.requestOf[next.visit]!];
			const after = request?.visits[instance.placeInRequest[next.visit]! + 1];
			if (after !== undefined && schedule.columnOf[after]! < 0) this.#offerAll(heap, after);
		}
		this.#dropBroken(added);
		return added;
	}

	#dropBroken(added: readonly number[]): void {
		const { schedule } = this;
		const { problem, requestOf } = schedule.instance;
		for (const visit of added) {
			const request = problem.requests[requestOf[visit]!];
			if (!request?.isWhole || schedule.columnOf[visit]! < 0) continue;
			if (request.visits.every((member) => schedule.columnOf[member]! >= 0)) continue;
			this.#takeOut(visit);
		}
	}

	#offerAll(heap: CandidateHeap, visit: number): void {
		for (const column of this.schedule.instance.columnsOf[visit]!) this.#offer(heap, column);
	}

	/** Offers the columns that need slots of a block taken out, but for those of some visits. */
	#offerAround(heap: CandidateHeap, column: number, except: ReadonlySet<number>): void {
		const { instance, columnOf } = this.schedule;
		const { start, slots, visit, firstOfInstrument } = instance;
		const k = instance.instrument[column]!;
		const [from, to] = [start[column]!, start[column]! + slots[column]!];
		let at = lowerBound(
			start,
			firstOfInstrument[k]!,
			firstOfInstrument[k + 1]!,
			from - this.#longest[k]! + 1
		);
		for (; at < firstOfInstrument[k + 1]! && start[at]! < to; at++)
			if (start[at]! + slots[at]! > from && columnOf[visit[at]!]! < 0 && !except.has(visit[at]!))
				this.#offer(heap, at);
	}

	#offer(heap: CandidateHeap, column: number): void {
		const { schedule } = this;
		const { instance } = schedule;
		// Now and then the best is passed over.
		if (this.#random() < 0.05 || !schedule.isFree(column) || !schedule.keepsCadence(column)) return;
		const gain = schedule.gain(column);
		if (gain <= 0) return;
		const from = instance.start[column]!;
		const price = this.#price(instance.instrument[column]!, from, from + instance.slots[column]!);
		heap.push({ visit: instance.visit[column]!, column, gain, score: gain - price });
	}
}

/** First place of a sorted span that is not below a value. */
function lowerBound(sorted: Uint16Array, first: number, end: number, value: number): number {
	let [low, high] = [first, end];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle]! < value) low = middle + 1;
		else high = middle;
	}
	return low;
}
