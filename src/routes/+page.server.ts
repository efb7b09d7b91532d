import { answerPage } from '#lib/api/page.server.ts';
import { readQuery } from '#lib/api/query.ts';
import { basisFields, basisRequest } from '#lib/api/inputs.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { nightAt } from '#lib/sky/night.ts';
import { moonIllumination, moonPhaseName, moonPlace, sunPlace } from '#lib/sky/sun-moon.ts';
import { feedOf, newestOfEach } from '#lib/ui/ledger/feed.ts';
import type { Headline } from '#lib/archive/index.server.ts';
import { recentLayers } from '#lib/ui/plots/object-layers.ts';
import { contoursOf } from './event-contours.server.ts';
import { noticesAround } from './moments.server.ts';
import { siteOf } from './site.server.ts';
import type { PageServerLoad } from './$types.js';

const names = Object.keys(basisFields);
/** As many as a page carries without weight; the page of the sky goes further back. */
const alertsOnMap = 800;
const feedLength = 9;
const noticesShown = 8;
const mostMarks = 5;

/** What became known lately, the sky of it, and the night, all as of the basis. */
export const load: PageServerLoad = (event) =>
	answerPage(event, async () => {
		const { context } = event.locals;
		const caller = callerOf(context);
		const own = new URLSearchParams([...event.url.searchParams].filter(([name]) => names.includes(name)));
		const basis = readQuery(own, names);
		const site = siteOf(event);
		const question = await context.question(basisRequest(basis));
		const { knownAt: at } = question.basis;
		const [news, recent, { maps }, { sources }, { batches }, { stories, basis: answer }] = await Promise.all([
			caller.sky.news(basis),
			caller.sky.recent({ ...basis, alerts: alertsOnMap }),
			caller.sky.maps(basis),
			caller.sources.list(basis),
			caller.batches.list({ ...basis, limit: 5 }),
			caller.stories.list(basis)
		]);
		event.locals.pageBasis = answer;
		return {
			at,
			feed: feedOf(news, recent.objects, feedLength),
			notices: newestOfEach(news.notices).slice(0, noticesShown),
			sky: {
				layers: recentLayers(recent.objects, at),
				alerts: recent.alerts,
				since: recent.since,
				hasOlder: recent.has_older,
				regions: await contoursOf(question, maps),
				maps: maps.map(({ event, known_at }) => ({ event, known_at })),
				marks: marksOf(news.notices),
				bodies: { sun: sunPlace(at), moon: moonPlace(at) }
			},
			site,
			night: nightAt(at, site),
			moon: { illumination: moonIllumination(at), phase: moonPhaseName(at) },
			packets: sources.reduce((sum, source) => sum + source.packets, 0),
			sources: sources.length,
			batches,
			stories,
			...(await noticesAround(event, answer))
		};
	});

/** Where the newest notices say that their events are. */
function marksOf(notices: readonly Headline[]) {
	return newestOfEach(
		notices.filter(({ event, ra_deg, dec_deg }) => event && ra_deg !== null && dec_deg !== null)
	)
		.slice(0, mostMarks)
		.map(({ notice: { event, ra_deg, dec_deg } }) => ({
			raDeg: ra_deg!,
			decDeg: dec_deg!,
			label: event!,
			subject: `events/${event}`
		}));
}
