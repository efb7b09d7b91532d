import { audiencesOf } from '#lib/access/speak.server.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { noGoals } from '#lib/planner/campaigns/written-goals.ts';
import { momentsOf } from '../moments.server.ts';
import { saveCampaign } from './save-campaign.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const campaigns = pageOf(resources.campaigns);

export const load: PageServerLoad = async (event) => {
	const answer = await campaigns(event);
	const moments = await momentsOf(event, answer.basis, 'campaign', {});
	return answerPage(event, async () => {
		const viewer = await event.locals.context.viewer();
		return {
			...answer,
			...moments,
			isSignedIn: viewer.kind !== 'public',
			owners: audiencesOf(viewer, 'planner'),
			goals: noGoals
		};
	});
};

export const actions: Actions = { save: saveCampaign };
