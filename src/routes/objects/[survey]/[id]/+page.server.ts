import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { momentsAround } from '../../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const object = pageOf(resources.object);

export const load: PageServerLoad = async (event) => {
	const answer = await object(event);
	const { survey, object_id } = answer.object;
	return { ...answer, ...(await momentsAround(event, answer.basis, `objects/${survey}/${object_id}`)) };
};
