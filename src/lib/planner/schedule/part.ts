import type { Assignment } from '#lib/planner/schedule/assignment.ts';
import { makeModel, type PartModel } from '#lib/planner/schedule/model.ts';

/** A schedule without some visits, and the columns that may fill it anew: those it had, and others. */
export interface Part {
	readonly fixed: Assignment;
	readonly columns: number[];
	/** What the schedule had in it. */
	readonly had: ReadonlySet<number>;
}

/**
 * Frees some visits of a schedule, and all of their requests. Of the columns that may come into their place the
 * `most` with the least loss are taken, and those that were there.
 */
export function freePart(
	schedule: Assignment,
	freed: Iterable<number>,
	most: number,
	lossOf: (column: number) => number
): Part {
	const fixed = schedule.copy();
	const { instance } = fixed;
	const { problem, requestOf, columnsOf } = instance;
	const had = new Set<number>();
	for (const visit of freed) {
		const members = problem.requests[requestOf[visit]!]?.visits ?? [visit];
		for (const member of members)
			if (fixed.columnOf[member]! >= 0) {
				had.add(fixed.columnOf[member]!);
				fixed.remove(member);
			}
	}
	const candidates: { column: number; loss: number }[] = [];
	for (const [visit, columns] of columnsOf.entries()) {
		if (fixed.columnOf[visit]! >= 0) continue;
		const before = beforeInRequest(fixed, visit);
		const mustKeep = before !== null && fixed.columnOf[before]! >= 0;
		for (const column of columns)
			if (fixed.isFree(column) && (!mustKeep || fixed.keepsCadence(column)))
				candidates.push({ column, loss: had.has(column) ? -1 : lossOf(column) });
	}
	if (candidates.length > most) candidates.sort((a, b) => a.loss - b.loss || a.column - b.column);
	const columns = candidates.slice(0, Math.max(most, had.size)).map(({ column }) => column);
	return { fixed, columns: withTheirForerunners(fixed, columns), had };
}

/** The schedule that a model's solution makes of a part. */
export function filledPart({ fixed }: Part, { columns }: PartModel, values: Float64Array): Assignment {
	const filled = fixed.copy();
	columns.forEach((column, x) => {
		if (values[x]! > 0.5) filled.add(column);
	});
	return filled;
}

export function modelOf({ fixed, columns }: Part): PartModel {
	return makeModel(fixed, columns);
}

function beforeInRequest({ instance }: Assignment, visit: number): number | null {
	const request = instance.problem.requests[instance.requestOf[visit]!];
	return request?.visits[instance.placeInRequest[visit]! - 1] ?? null;
}

/** Without the columns of visits that cannot be, since the visit before them has neither a place nor a column. */
function withTheirForerunners(fixed: Assignment, columns: number[]): number[] {
	const { visit } = fixed.instance;
	const offered = new Set(columns.map((column) => visit[column]!));
	const canBe = (v: number): boolean => {
		const before = beforeInRequest(fixed, v);
		return before === null || fixed.columnOf[before]! >= 0 || (offered.has(before) && canBe(before));
	};
	const sound = new Set([...offered].filter(canBe));
	return columns.filter((column) => sound.has(visit[column]!)).sort((a, b) => a - b);
}
