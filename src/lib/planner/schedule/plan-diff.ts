import type { Block } from '#lib/planner/schedule/problem.ts';

/** How one plan's blocks differ from another's: by visit, since a visit has one block at most. */
export interface PlanDiff {
	readonly added: readonly Block[];
	readonly removed: readonly Block[];
	readonly moved: readonly { readonly from: Block; readonly to: Block }[];
	readonly unchanged: readonly Block[];
}

/** What has become of the blocks of `before` in `after`; visits have the same numbers in both. */
export function diffPlans(before: readonly Block[], after: readonly Block[]): PlanDiff {
	const had = new Map(before.map((block) => [block.visit, block]));
	const has = new Set(after.map(({ visit }) => visit));
	const kept = after.flatMap((to) => {
		const from = had.get(to.visit);
		return from ? [{ from, to }] : [];
	});
	const isSame = ({ from, to }: { from: Block; to: Block }) =>
		from.instrument === to.instrument && from.start === to.start && from.slots === to.slots;
	return {
		added: after.filter(({ visit }) => !had.has(visit)),
		removed: before.filter(({ visit }) => !has.has(visit)),
		moved: kept.filter((pair) => !isSame(pair)),
		unchanged: kept.filter(isSame).map(({ to }) => to)
	};
}
