import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { replaying } from '../../../replaying.server.ts';
import { momentsOf } from '../../../moments.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const run = pageOf(resources.run);

export const load: PageServerLoad = async (event) => {
	const { run: told, basis } = await run(event);
	return { run: told, basis, ...(await momentsOf(event, basis, 'run', { run: told.run })) };
};

export const actions: Actions = { default: replaying((caller, wish) => caller.runs.replay(wish)) };
