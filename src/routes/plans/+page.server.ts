import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { toldOfPlans } from '#lib/planner/moments.server.ts';
import { changesOf } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const plans = pageOf(resources.plans);

export const load: PageServerLoad = async (event) => {
	const answer = await plans(event);
	const campaign = event.url.searchParams.get('campaign') || null;
	return { ...answer, ...(await changesOf(event, answer.basis, toldOfPlans(campaign, answer.plans))) };
};
