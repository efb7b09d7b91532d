import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { replaying } from '../../../replaying.server.ts';
import { momentsOf } from '../../../moments.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const decision = pageOf(resources.decision);

export const load: PageServerLoad = async (event) => {
	const { decision: told, basis } = await decision(event);
	// its own, and of what takes its place
	const moments = await momentsOf(
		event,
		basis,
		'decision',
		{ decision: told.decision },
		{ supersedes: told.decision }
	);
	return { decision: told, basis, ...moments };
};

export const actions: Actions = { default: replaying((caller, wish) => caller.decisions.replay(wish)) };
