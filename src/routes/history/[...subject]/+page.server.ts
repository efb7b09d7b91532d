import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { momentsAround } from '../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const history = pageOf(resources.history);

/** What was told about a subject, and its moments. */
export const load: PageServerLoad = async (event) => {
	const answer = await history(event);
	return { ...answer, ...(await momentsAround(event, answer.basis, answer.subject)) };
};
