import { audiencesOf } from '#lib/access/speak.server.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { noGoals } from '#lib/planner/campaigns/written-goals.ts';
import { toldOfCampaigns } from '#lib/planner/moments.server.ts';
import { changesOf } from '../moments.server.ts';
import { saveCampaign } from './save-campaign.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const campaigns = pageOf(resources.campaigns);

export const load: PageServerLoad = async (event) => {
	const answer = await campaigns(event);
	const state = event.url.searchParams.get('state') || null;
	const moments = await changesOf(event, answer.basis, toldOfCampaigns(state));
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
