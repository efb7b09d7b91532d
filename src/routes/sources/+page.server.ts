import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { batchesAround } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const sources = pageOf(resources.sources);

/** What came, and the latest of what was refused. */
export const load: PageServerLoad = async (event) => {
	const answer = { ...(await sources(event)), ...(await batchesAround(event, 'sources')) };
	return answerPage(event, async () => {
		const { context } = event.locals;
		const { refused, next_cursor } = await callerOf(context).sources.refused({
			basis: answer.basis,
			limit: 20
		});
		const counted = answer.reasons.reduce((sum, { refused: count }) => sum + count, 0);
		return {
			...answer,
			refused,
			hasMoreRefused: next_cursor !== null,
			countsAllReasons: counted < 2000,
			mayRead: (await context.viewer()).isAdministrator
		};
	});
};
