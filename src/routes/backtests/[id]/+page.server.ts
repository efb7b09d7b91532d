import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { parameterUnits } from '#lib/versioning/store/index.server.ts';
import { partOf } from '#lib/ui/tables/part.ts';
import { selectionCurve } from '#lib/ui/plots/selection-curve.ts';
import { latencyBars } from '#lib/ui/software/latency-bars.ts';
import { momentsOf } from '../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const backtest = pageOf(resources.backtest);

/** A back-test; of long tables a part. */
export const load: PageServerLoad = async (event) => {
	const { selections, differences, leaks, ...answer } = await backtest(event);
	const { backtest: name, from_at, to_at } = answer.backtest;
	const moments = await momentsOf(event, answer.basis, 'backtest', { backtest: name });
	const asked = (name: string) => event.url.searchParams.get(name);
	const { analysis, commit } = answer.backtest;
	const asSeenBy = asked('as_seen_by') ?? undefined;
	const units = await answerPage(event, async () => {
		const question = await event.locals.context.aside({ basis: answer.basis, asSeenBy });
		return parameterUnits(question, { name: analysis, commit });
	});
	return {
		...answer,
		units,
		...moments,
		selections: partOf(selections, asked('selections_from')),
		differences: partOf(differences, asked('differences_from')),
		leaks,
		curve: selectionCurve(selections, differences, from_at, to_at),
		latency: latencyBars(selections)
	};
};
