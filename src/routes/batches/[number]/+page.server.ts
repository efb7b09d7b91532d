import { pageOf } from '#lib/api/page.server.ts';
import { changesAround } from '#lib/api/moments.server.ts';
import { answerPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { tellingsOfBatch } from '#lib/archive/index.server.ts';
import type { PageServerLoad } from './$types.js';

const batch = pageOf(resources.batch);

/** A batch, which is sealed for ever, and when what it tells came to be known. */
export const load: PageServerLoad = async (event) => {
	const answer = await batch(event);
	const audience = event.url.searchParams.get('as_seen_by') || null;
	const moments = await answerPage(event, () =>
		changesAround(event.locals.context, answer.basis, audience, (question) =>
			tellingsOfBatch(question, answer.batch.batch)
		)
	);
	return { ...answer, ...moments };
};
