import { redirect } from '@sveltejs/kit';
import { may } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { acting } from '#lib/api/forms.server.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { heldAt } from '#lib/planner/bookings/index.server.ts';
import { listFacilities } from '#lib/planner/facilities/index.server.ts';
import { toldOfFacilities } from '#lib/planner/moments.server.ts';
import { siteStates } from '#lib/ui/planner/site-states.ts';
import { worldNight, worldSites } from '#lib/ui/plots/world-map.ts';
import { changesOf } from '../moments.server.ts';
import { facilityFields, saveFacility } from './save-facility.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const facilities = pageOf(resources.facilities);

/** Facilities, and where they stand on a map of the night at the moment looked at. */
export const load: PageServerLoad = async (event) => {
	const answer = await facilities(event);
	const moments = await changesOf(event, answer.basis, toldOfFacilities(parseBasis(answer.basis).knownAt));
	return answerPage(event, async () => {
		const question = await questionOfPage(event);
		const viewer = await event.locals.context.viewer();
		const at = question.basis.knownAt;
		const known = (await listFacilities(question)).map(({ facility }) => facility);
		return {
			...answer,
			...moments,
			at,
			night: worldNight(at),
			sites: siteStates(worldSites(known, at), known, await heldAt(question, at)),
			mayAdd: may(viewer, 'administrator', archiveGroup)
		};
	});
};

export const actions: Actions = {
	/** Adds a facility, or tells how one has changed. */
	save: (event) =>
		acting(
			event,
			async (form) => {
				const { facility } = await saveFacility(event, form);
				redirect(303, `/facilities/${facility}?recorded=true`);
			},
			facilityFields
		)
};
