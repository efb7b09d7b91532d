import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { replaying } from '../../../replaying.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const run = pageOf(resources.run);

export const load: PageServerLoad = async (event) => {
	const answer = await run(event);
	return { run: answer.run, basis: answer.basis };
};

export const actions: Actions = { default: replaying((caller, wish) => caller.runs.replay(wish)) };
