import { isContributor } from '#lib/access/permits.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import type { PageServerLoad } from './$types.js';

const decision = pageOf(resources.decision);

export const load: PageServerLoad = async (event) => {
	const answer = await decision(event);
	return answerPage(event, async () => {
		const viewer = await event.locals.context.viewer();
		const mayReplay = isContributor(viewer);
		return { ...answer, mayReplay };
	});
};
