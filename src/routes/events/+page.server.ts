import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { noticesAround } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const events = pageOf(resources.events);

/** A list of events, and the notices around its basis. */
export const load: PageServerLoad = async (event) => {
	const answer = await events(event);
	return { ...answer, ...(await noticesAround(event, answer.basis)) };
};
