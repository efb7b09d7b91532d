import { changesAround } from '#lib/api/moments.server.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { readLag } from '#lib/versioning/runs/index.server.ts';
import { tellingsOfSoftware } from '#lib/versioning/store/index.server.ts';
import type { PageServerLoad } from './$types.js';

const analyses = pageOf(resources.analyses);

/** The list of analyses, and when anything of any changed. */
export const load: PageServerLoad = async (event) => {
	const answer = await analyses(event);
	return answerPage(event, async () => {
		const audience = event.url.searchParams.get('as_seen_by') || null;
		const { context } = event.locals;
		const [moments, lag] = await Promise.all([
			changesAround(context, answer.basis, audience, tellingsOfSoftware),
			questionOfPage(event).then((question) => readLag(question))
		]);
		return { ...answer, ...moments, lag };
	});
};
