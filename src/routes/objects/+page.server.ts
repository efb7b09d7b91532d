import { pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { cone, credibleRegion, readSkymap } from '#lib/archive/index.server.ts';
import { contoursOfMap } from '../event-contours.server.ts';
import { objectsAround } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const objects = pageOf(resources.objects);

/** Objects, with the regions of the event whose they are asked to be in, and when the list changes. */
export const load: PageServerLoad = async (event) => {
	const answer = await objects(event);
	const asked = (name: string) => event.url.searchParams.get(name) || null;
	const name = asked('event');
	const question = await questionOfPage(event);
	const credible = Number(asked('credible') ?? 0.9);
	const { around } = answer;
	const map = name === null ? null : await readSkymap(question, name);
	const listed = {
		region: around
			? cone(around.ra_deg, around.dec_deg, around.radius_arcsec)
			: map && credibleRegion(map.skymap, credible),
		event: name,
		survey: asked('survey'),
		class: asked('class'),
		classBy: asked('class_by'),
		shown: answer.objects
	};
	return {
		...answer,
		regions: map ? await contoursOfMap(map) : [],
		...(await objectsAround(event, answer.basis, listed))
	};
};
