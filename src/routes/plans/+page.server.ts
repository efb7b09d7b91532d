import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { momentsOf } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const plans = pageOf(resources.plans);

export const load: PageServerLoad = async (event) => {
	const answer = await plans(event);
	return { ...answer, ...(await momentsOf(event, answer.basis, 'plan', {})) };
};
