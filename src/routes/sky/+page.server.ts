import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { mostAlerts, usualAlerts } from '#lib/api/routers/sky.server.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { moonPlace, sunPlace } from '#lib/sky/sun-moon.ts';
import { recentLayers } from '#lib/ui/plots/object-layers.ts';
import { contoursOf } from '../event-contours.server.ts';
import { skyNewsAround } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const sky = pageOf(resources.sky);
/** Rows of the table; its files hold all of them. */
const rowsShown = 100;

/**
 * Objects of the newest alerts, the first of them in a table, and the contours of the newest maps. A page brings what is
 * drawn at once; of more alerts that are asked for, scripts fetch the points.
 */
export const load: PageServerLoad = async (event) => {
	const { context } = event.locals;
	const wanted = Number(event.url.searchParams.get('alerts') || usualAlerts);
	const url = new URL(event.url);
	if (wanted > usualAlerts && wanted <= mostAlerts) url.searchParams.set('alerts', String(usualAlerts));
	const { objects, ...answer } = await sky({ ...event, url });
	const { knownAt: at } = parseBasis(answer.basis);
	const asSeenBy = url.searchParams.get('as_seen_by') || undefined;
	const { maps } = await callerOf(context).sky.maps({ basis: answer.basis, as_seen_by: asSeenBy });
	return {
		...answer,
		at,
		/** How many alerts are to be gone through beyond those of the page; null where it has all. */
		further: wanted > usualAlerts && answer.has_older ? wanted : null,
		count: objects.length,
		rows: objects.slice(0, rowsShown),
		layers: recentLayers(objects, at),
		regions: await contoursOf(await context.question({ basis: answer.basis, asSeenBy }), maps),
		bodies: { sun: sunPlace(at), moon: moonPlace(at) },
		...(await skyNewsAround(event, answer.basis))
	};
};
