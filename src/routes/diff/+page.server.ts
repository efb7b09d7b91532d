import { basisOfPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { momentParameters } from '#lib/ui/links.ts';
import type { PageServerLoad } from './$types.js';

const difference = pageOf(resources.diff);

/**
 * Without an earlier basis there is nothing to compare yet: the page asks for one. The later one is `to`, or else
 * the basis that a link from another page brought along.
 */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	if (!url.searchParams.get('from')) return { difference: null, asked: url.href };
	const asked = new URL(url);
	const { basis: brought } = asked.searchParams.get('to')
		? { basis: null }
		: await basisOfPage({ locals, url });
	if (brought && !brought.isNow) asked.searchParams.set('to', brought.text);
	for (const name of momentParameters) asked.searchParams.delete(name);
	return { difference: await difference({ locals, params, url: asked }), asked: asked.href };
};
