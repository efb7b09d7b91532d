import type { PlanLeftOut } from '#lib/planner/plans/index.server.ts';

/** What a plan leaves out for one reason. */
export interface LeftOutGroup {
	/** In a sentence. */
	readonly reason: string;
	/** Visits. */
	readonly count: number;
	/** What they are visits of, the first few, and how many visits of each. */
	readonly first: readonly { readonly label: string; readonly visits: number }[];
	/** How many more there are to visit. */
	readonly others: number;
	/** Of the changes that would let one of them in the cheapest; null where none was found. */
	readonly cheapest: { readonly label: string; readonly change: string } | null;
	/** Place of its first row among those of all groups, from 1. */
	readonly from: number;
}

const mostLabels = 5;

/** Visits that a plan leaves out, by the reason, the commonest first; `rows` are all of them in that order. */
export function leftOutByReason(leftOut: readonly PlanLeftOut[]): {
	readonly groups: readonly LeftOutGroup[];
	readonly rows: readonly PlanLeftOut[];
} {
	const byReason = [...Map.groupBy(leftOut, ({ reason }) => reason)].sort(
		([, one], [, other]) => other.length - one.length
	);
	let from = 1;
	const groups = byReason.map(([reason, rows]): LeftOutGroup => {
		const labels = [...Map.groupBy(rows, ({ label }) => label)];
		const group = {
			reason,
			count: rows.length,
			first: labels.slice(0, mostLabels).map(([label, own]) => ({ label, visits: own.length })),
			others: Math.max(0, labels.length - mostLabels),
			cheapest: cheapestOf(rows),
			from
		};
		from += rows.length;
		return group;
	});
	return { groups, rows: byReason.flatMap(([, rows]) => rows) };
}

/** Of plans that do not tell what a change costs, the first. */
function cheapestOf(rows: readonly PlanLeftOut[]): LeftOutGroup['cheapest'] {
	let cheapest: PlanLeftOut | null = null;
	for (const one of rows)
		if (one.change !== null && (cheapest === null || costOf(one) < costOf(cheapest))) cheapest = one;
	return cheapest && { label: cheapest.label, change: cheapest.change! };
}

const costOf = ({ change_cost }: PlanLeftOut) => change_cost ?? Infinity;
