import { decisionMoments } from '#lib/access/collections.server.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { changesAmong } from '#lib/archive/moments.ts';
import type { PageServerLoad } from './$types.js';

const collections = pageOf(resources.collections);

/** Who may see which collection, and when that changes. */
export const load: PageServerLoad = async (event) => {
	const answer = await collections(event);
	return answerPage(event, async () => {
		const { archive, now } = event.locals.context;
		const { knownAt, batch } = parseBasis(answer.basis);
		const names = answer.collections.map(({ name }) => name);
		const asked = { database: archive.database, basis: { knownAt: now, batch } };
		return { ...answer, ...changesAmong(await decisionMoments(asked, names), knownAt) };
	});
};
