import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import type { PageServerLoad } from './$types.js';

const sources = pageOf(resources.sources);

/** What came, and the latest of what was refused. */
export const load: PageServerLoad = async (event) => {
	const answer = await sources(event);
	return answerPage(event, async () => {
		const caller = callerOf(event.locals.context);
		const { refused, next_cursor } = await caller.sources.refused({ basis: answer.basis, limit: 50 });
		return { ...answer, refused, hasMoreRefused: next_cursor !== null };
	});
};
