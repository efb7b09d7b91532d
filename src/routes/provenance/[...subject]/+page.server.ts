import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { foldProvenance } from '#lib/ui/plots/provenance-folds.ts';
import { layoutProvenance } from '#lib/ui/plots/provenance-graph.ts';
import type { PageServerLoad } from './$types.js';

const provenance = pageOf(resources.provenance);

export const load: PageServerLoad = async (event) => {
	const answer = await provenance(event);
	const { folds, ...shown } = foldProvenance(answer, answer.about);
	return { ...answer, folds, graph: layoutProvenance(shown, answer.about) };
};
