import { auditMoments } from '#lib/access/people/audit.server.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { changesAmong } from '#lib/archive/moments.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import type { PageServerLoad } from './$types.js';

const audit = pageOf(resources.audit);

/** The audit log, and when entries were noted before and after the moment looked at; it was answered, so they may be told. */
export const load: PageServerLoad = async (event) => {
	const answer = await audit(event);
	return answerPage(event, async () => {
		const { knownAt } = parseBasis(answer.basis);
		const person = event.url.searchParams.get('person') || null;
		const { earlier, later } = changesAmong(
			await auditMoments(event.locals.context.archive.database, knownAt, person),
			knownAt
		);
		return { ...answer, earlier, later };
	});
};
