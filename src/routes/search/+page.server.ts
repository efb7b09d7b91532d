import { asKnownNow } from '#lib/api/moments.server.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { cone, momentsOfName } from '#lib/archive/index.server.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { changesAmong } from '#lib/archive/moments.ts';
import { objectsAround } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const search = pageOf(resources.search);

/** What was searched for, and when what is found changes: by its name, and around the position that it is read as. */
export const load: PageServerLoad = async (event) => {
	const answer = await search(event);
	const { basis, position, query, objects } = answer;
	const named = await answerPage(event, async () => {
		const audience = event.url.searchParams.get('as_seen_by') || null;
		return momentsOfName(await asKnownNow(event.locals.context, basis, audience), query);
	});
	if (!position) return { ...answer, ...changesAmong(named, parseBasis(basis).knownAt) };
	const region = cone(position.ra_deg, position.dec_deg, position.radius_arcsec);
	const listed = { region, event: null, survey: null, class: null, classBy: null, shown: objects };
	return { ...answer, ...(await objectsAround(event, basis, listed, named)) };
};
