import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import type { PageServerLoad } from './$types.js';

const difference = pageOf(resources.diff);

/** Without an earlier basis there is nothing to compare yet: the page asks for one. */
export const load: PageServerLoad = async (event) => ({
	difference: event.url.searchParams.get('from') ? await difference(event) : null
});
