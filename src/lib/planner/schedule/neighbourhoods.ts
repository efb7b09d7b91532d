import type { Assignment } from '#lib/planner/schedule/assignment.ts';

/** Chooses visits of a schedule to be freed together. */
export type Neighbourhood = (schedule: Assignment, size: number, random: () => number) => Set<number>;

/** All visits of instruments taken at random, until there are enough of them. */
const instruments: Neighbourhood = (schedule, size, random) => {
	const { problem } = schedule.instance;
	const order = shuffled(problem.instruments.length, random);
	const freed = new Set<number>();
	for (const k of order) {
		if (freed.size >= size) break;
		for (let t = 0; t < problem.slots; t++) {
			const visit = schedule.holder[k * problem.slots + t]!;
			if (visit >= 0) freed.add(visit);
		}
	}
	return limited(freed, size);
};

/** All visits of a span of time, which grows from a slot taken at random. */
const span: Neighbourhood = (schedule, size, random) => {
	const { problem } = schedule.instance;
	const middle = Math.floor(random() * problem.slots);
	const freed = new Set<number>();
	for (let reach = 0; reach < problem.slots && freed.size < size; reach++)
		for (const t of [middle - reach, middle + reach])
			for (let k = 0; t >= 0 && t < problem.slots && k < problem.instruments.length; k++) {
				const visit = schedule.holder[k * problem.slots + t]!;
				if (visit >= 0) freed.add(visit);
			}
	return limited(freed, size);
};

/** Visits that hold what a visit left out could have, then those that hold what these could have, and so on. */
const rivals: Neighbourhood = (schedule, size, random) => {
	const { instance, columnOf } = schedule;
	const out = Array.from(columnOf.keys()).filter(
		(v) => columnOf[v]! < 0 && instance.columnsOf[v]!.length > 0
	);
	const pool = out.length > 0 ? out : Array.from(columnOf.keys());
	const queue = [pool[Math.floor(random() * pool.length)]!];
	const freed = new Set<number>();
	for (let i = 0; i < queue.length && freed.size < size; i++) {
		const columns = instance.columnsOf[queue[i]!]!;
		const tries = Math.min(columns.length, 12);
		for (let n = 0; n < tries && freed.size < size; n++)
			for (const visit of schedule.holdersOf(columns[Math.floor(random() * columns.length)]!))
				if (!freed.has(visit)) {
					freed.add(visit);
					queue.push(visit);
				}
	}
	return freed;
};

export const neighbourhoods: readonly Neighbourhood[] = [instruments, span, rivals];

function limited(visits: Set<number>, size: number): Set<number> {
	return visits.size <= 2 * size ? visits : new Set([...visits].slice(0, 2 * size));
}

function shuffled(count: number, random: () => number): number[] {
	const order = Array.from({ length: count }, (_, i) => i);
	for (let i = count - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[order[i], order[j]] = [order[j]!, order[i]!];
	}
	return order;
}
