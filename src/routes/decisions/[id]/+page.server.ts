import { isContributor } from '#lib/access/permits.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { momentsOf } from '../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const decision = pageOf(resources.decision);

export const load: PageServerLoad = async (event) => {
	const answer = await decision(event);
	const { decision: name } = answer.decision;
	// its own, and of what takes its place
	const moments = await momentsOf(event, answer.basis, 'decision', { decision: name }, { supersedes: name });
	return answerPage(event, async () => {
		const viewer = await event.locals.context.viewer();
		const mayReplay = isContributor(viewer);
		return { ...answer, ...moments, mayReplay };
	});
};
