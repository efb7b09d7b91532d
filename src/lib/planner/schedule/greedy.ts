import type { Assignment } from '#lib/planner/schedule/assignment.ts';

/** What taking an instrument's slots `from` to `to` costs others. */
export type SlotPrice = (instrument: number, from: number, to: number) => number;

/** A column that a visit could get, what the schedule would gain, and what it is chosen by. */
export interface Candidate {
	readonly visit: number;
	readonly column: number;
	readonly gain: number;
	readonly score: number;
}

/**
 * Adds visits to a schedule while any fits, the one with the highest score first: what it gains, a slot, or where slots
 * have a price what it gains above that. Scores are taken anew when a visit's turn comes, since what it gains can only
 * have become less. Whole requests that cannot be finished are left out.
 * Stops early when `isOver`. Only visits of `who` are added, and those that follow them in their requests.
 */
export function fill(
	schedule: Assignment,
	isOver: () => boolean,
	price: SlotPrice | null = null,
	who: Iterable<number> = schedule.columnOf.keys()
): void {
	const wanted = [...who];
	const givenUp = new Set<number>();
	for (let round = 0; round < 4; round++) {
		const waiting = new CandidateHeap();
		const offer = (visit: number) => {
			if (schedule.columnOf[visit]! >= 0 || givenUp.has(schedule.instance.requestOf[visit]!)) return;
			const best = bestColumn(schedule, visit, price);
			if (best) waiting.push(best);
		};
		for (const v of wanted) if (!isOver()) offer(v);
		for (let next = waiting.pop(); next && !isOver(); next = waiting.pop()) {
			const now = bestColumn(schedule, next.visit, price);
			if (!now) continue;
			if (now.score < next.score - 1e-12) {
				waiting.push(now);
				continue;
			}
			schedule.add(now.column);
			const after = nextInRequest(schedule, next.visit);
			if (after !== null) offer(after);
		}
		const broken = dropBroken(schedule);
		if (broken.length === 0) return;
		for (const request of broken) givenUp.add(request);
	}
	dropBroken(schedule);
}

function bestColumn(schedule: Assignment, visit: number, price: SlotPrice | null): Candidate | null {
	const { instance, holder } = schedule;
	const { worth } = instance.problem.visits[visit]!;
	const columns = instance.columnsOf[visit]!;
	let best = -1;
	let bestGain = 0;
	let bestScore = -Infinity;
	for (const { instrument, slots, first, starts, quality } of instance.choicesOf[visit]!) {
		const besides = schedule.gainOfVisit(visit, slots);
		const night = instrument * instance.problem.slots;
		for (let i = 0; i < starts.length; i++) {
			const from = starts[i]!;
			// nearly all are taken at the end, and this is asked most quickly
			if (holder[night + from]! >= 0) continue;
			const gain = worth * quality[i]! + besides;
			if (gain <= 0) continue;
			const score = price ? gain - price(instrument, from, from + slots) : gain / slots;
			if (!(score > bestScore)) continue;
			const column = columns[first + i]!;
			if (!schedule.isFree(column) || !schedule.keepsCadence(column)) continue;
			best = column;
			bestScore = score;
			bestGain = gain;
		}
	}
	return best < 0 ? null : { visit, column: best, gain: bestGain, score: bestScore };
}

function nextInRequest({ instance, columnOf }: Assignment, visit: number): number | null {
	const request = instance.problem.requests[instance.requestOf[visit]!];
	const next = request?.visits[instance.placeInRequest[visit]! + 1];
	return next === undefined || columnOf[next]! >= 0 ? null : next;
}

/** Takes away what there is of requests that are wanted whole and are not. */
export function dropBroken(schedule: Assignment): number[] {
	const broken: number[] = [];
	schedule.instance.problem.requests.forEach(({ isWhole, visits }, r) => {
		const placed = visits.filter((visit) => schedule.columnOf[visit]! >= 0);
		if (!isWhole || placed.length === 0 || placed.length === visits.length) return;
		for (const visit of placed) schedule.remove(visit);
		broken.push(r);
	});
	return broken;
}

/** A heap with the highest score on top; of equal ones the visit that comes first. */
export class CandidateHeap {
	readonly #items: Candidate[] = [];

	push(item: Candidate): void {
		const items = this.#items;
		let at = items.push(item) - 1;
		while (at > 0 && isBefore(item, items[(at - 1) >> 1]!)) {
			items[at] = items[(at - 1) >> 1]!;
			at = (at - 1) >> 1;
		}
		items[at] = item;
	}

	pop(): Candidate | undefined {
		const items = this.#items;
		const top = items[0];
		const last = items.pop();
		if (last === undefined || items.length === 0) return top;
		let at = 0;
		for (;;) {
			let child = 2 * at + 1;
			if (child >= items.length) break;
			if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child++;
			if (!isBefore(items[child]!, last)) break;
			items[at] = items[child]!;
			at = child;
		}
		items[at] = last;
		return top;
	}
}

function isBefore(a: Candidate, b: Candidate): boolean {
	return a.score > b.score || (a.score === b.score && a.visit < b.visit);
}
