import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { moonPlace, sunPlace } from '#lib/sky/sun-moon.ts';
import { recentLayers } from '#lib/ui/plots/object-layers.ts';
import { contoursOf } from '../event-contours.server.ts';
import type { PageServerLoad } from './$types.js';

const sky = pageOf(resources.sky);
/** Rows of the table; its files hold all of them. */
const rowsShown = 100;
/** On the map as the page brings it; scripts ask for the others. */
const pointsSent = 3000;

/** Objects of the newest alerts, the first of them in a table, and the contours of the newest maps. */
export const load: PageServerLoad = async (event) => {
	const { objects, ...answer } = await sky(event);
	const { context } = event.locals;
	const { knownAt: at } = parseBasis(answer.basis);
	const asSeenBy = event.url.searchParams.get('as_seen_by') || undefined;
	const { maps } = await callerOf(context).sky.maps({ basis: answer.basis, as_seen_by: asSeenBy });
	return {
		...answer,
		count: objects.length,
		rows: objects.slice(0, rowsShown),
		at,
		layers: recentLayers(objects.slice(0, pointsSent), at),
		regions: await contoursOf(await context.question({ basis: answer.basis, asSeenBy }), maps),
		bodies: { sun: sunPlace(at), moon: moonPlace(at) }
	};
};
