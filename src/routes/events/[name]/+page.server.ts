import { readSkymap } from '#lib/archive/index.server.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { credibleOutlines } from '#lib/ui/plots/credible-regions.ts';
import { momentsAround } from '../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const event = pageOf(resources.event);

/** An event, the regions of its newest map and its moments. */
export const load: PageServerLoad = async (request) => {
	const answer = await event(request);
	const { event: name } = answer.event;
	const moments = await momentsAround(request, answer.basis, `events/${name}`);
	if (answer.localizations.length === 0) return { ...answer, ...moments, map: null };
	return answerPage(request, async () => {
		const question = await request.locals.context.question({ basis: answer.basis });
		const { localization, skymap } = await readSkymap(question, name);
		return {
			...answer,
			...moments,
			map: { localization, regions: credibleOutlines(skymap, [0.5, 0.9]) }
		};
	});
};
