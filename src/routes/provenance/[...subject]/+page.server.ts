import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { layoutProvenance } from '#lib/ui/plots/provenance-graph.ts';
import type { PageServerLoad } from './$types.js';

const provenance = pageOf(resources.provenance);

export const load: PageServerLoad = async (event) => {
	const answer = await provenance(event);
	return { ...answer, graph: layoutProvenance(answer, answer.about) };
};
