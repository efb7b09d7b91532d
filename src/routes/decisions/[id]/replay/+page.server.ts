import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { replaying } from '../../../replaying.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const decision = pageOf(resources.decision);

export const load: PageServerLoad = async (event) => {
	const answer = await decision(event);
	return { decision: answer.decision, basis: answer.basis };
};

export const actions: Actions = { default: replaying((caller, wish) => caller.decisions.replay(wish)) };
