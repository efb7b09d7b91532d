import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { batchesAround } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const batches = pageOf(resources.batches);

export const load: PageServerLoad = async (event) => ({
	...(await batches(event)),
	...(await batchesAround(event, 'batches'))
});
