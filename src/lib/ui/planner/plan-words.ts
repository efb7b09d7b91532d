/** A plan in a few words: how much is in it, how good it is. */
export function planWords(plan: {
	readonly blocks: number;
	readonly left_out: number;
	readonly summary: { readonly gap: number };
}): string {
	const blocks = plan.blocks === 1 ? '1 block' : `${plan.blocks} blocks`;
	const out = plan.left_out === 0 ? 'nothing left out' : `${plan.left_out} left out`;
	return `${blocks}, ${out}, gap ${gapText(plan.summary.gap)}`;
}

/** How far a plan may be from the best there is, in percent. */
export function gapText(gap: number): string {
	return Number.isFinite(gap) ? `${(100 * gap).toFixed(gap < 0.0995 ? 2 : 0)} %` : 'not known';
}

/** What no plan is worth more than, and how far from it this one may be. */
export function boundWords(plan: {
	readonly bound: number;
	readonly summary: { readonly gap: number };
}): string {
	if (!Number.isFinite(plan.bound)) return 'how much more the best is worth is not known';
	return `no plan is worth more than ${plan.bound.toPrecision(5)} (a gap of ${gapText(plan.summary.gap)})`;
}
