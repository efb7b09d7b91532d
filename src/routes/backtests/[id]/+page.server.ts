import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { selectionCurve } from '#lib/ui/plots/selection-curve.ts';
import { latencyBars } from '#lib/ui/software/latency-bars.ts';
import type { PageServerLoad } from './$types.js';

const backtest = pageOf(resources.backtest);

/** More rows of a kind are for a file. */
const rowsShown = 200;

export const load: PageServerLoad = async (event) => {
	const { selections, differences, leaks, ...answer } = await backtest(event);
	const { from_at, to_at } = answer.backtest;
	return {
		...answer,
		selections: selections.slice(0, rowsShown),
		differences: differences.slice(0, rowsShown),
		leaks,
		counts: { selections: selections.length, differences: differences.length },
		curve: selectionCurve(selections, differences, from_at, to_at),
		latency: latencyBars(selections)
	};
};
