import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import type { PageServerLoad } from './$types.js';

const sources = pageOf(resources.sources);
const refused = pageOf(resources.refused);

/** What came, and the latest of what was refused. */
export const load: PageServerLoad = async (event) => {
	const [came, left] = await Promise.all([sources(event), refused(event)]);
	return { ...came, refused: left.refused, hasMoreRefused: left.next !== null };
};
