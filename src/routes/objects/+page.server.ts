import { pageOf } from '#lib/api/page.server.ts';
import { basisFields, basisRequest } from '#lib/api/inputs.ts';
import { readQuery } from '#lib/api/query.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { newestContours } from '../event-contours.server.ts';
import type { PageServerLoad } from './$types.js';

const objects = pageOf(resources.objects);
const names = Object.keys(basisFields);

/** Objects, with the regions of the event whose they are asked to be in. */
export const load: PageServerLoad = async (event) => {
	const answer = await objects(event);
	const name = event.url.searchParams.get('event');
	if (!name) return { ...answer, regions: [] };
	const own = new URLSearchParams([...event.url.searchParams].filter(([one]) => names.includes(one)));
	const question = await event.locals.context.question(basisRequest(readQuery(own, names)));
	return { ...answer, regions: await newestContours(question, name) };
};
