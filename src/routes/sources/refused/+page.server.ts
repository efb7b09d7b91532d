import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { batchesAround } from '../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const refused = pageOf(resources.refused);

/** What was refused, and whether the reader may look at the packets. */
export const load: PageServerLoad = async (event) => {
	const answer = { ...(await refused(event)), ...(await batchesAround(event, 'sources')) };
	return answerPage(event, async () => ({
		...answer,
		mayRead: (await event.locals.context.viewer()).isAdministrator
	}));
};
