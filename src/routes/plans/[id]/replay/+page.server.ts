import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { replaying } from '../../../replaying.server.ts';
import { momentsOf } from '../../../moments.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const plan = pageOf(resources.plan);

export const load: PageServerLoad = async (event) => {
	const { plan: told, basis } = await plan(event);
	return { plan: told, basis, ...(await momentsOf(event, basis, 'plan', { plan: told.plan })) };
};

export const actions: Actions = { default: replaying((caller, wish) => caller.plans.replay(wish)) };
