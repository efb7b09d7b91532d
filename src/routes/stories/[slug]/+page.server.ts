import { readSkymap } from '#lib/archive/index.server.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { stories } from '#lib/archive/stories/index.ts';
import { contoursOf } from '../../event-contours.server.ts';
import { settleKnown } from '../../settle-known.server.ts';
import type { PageServerLoad } from './$types.js';

const story = pageOf(resources.story);
/** News that the page shows at once; more has a page of its own. */
const usualEntries = '300';

/** A story, and the regions of the newest map of each of its events. */
export const load: PageServerLoad = async (request) => {
	const told = stories.find(({ slug }) => slug === request.params.slug);
	const origin = told ? { label: 'the beginning of the story', at: told.originAt } : null;
	await settleKnown(request, () => origin);
	const url = new URL(request.url);
	if (!url.searchParams.get('limit')) url.searchParams.set('limit', usualEntries);
	const { earlier_at: earlier, later_at: later, ...rest } = await story({ ...request, url });
	const answer = { ...rest, earlier, later, origin };
	const maps = answer.entries.filter(({ relation }) => relation === 'localization');
	const events = [...new Set(maps.map(({ subject }) => subject.slice('events/'.length)))];
	if (events.length === 0) return { ...answer, maps: [], regions: [] };
	return answerPage(request, async () => {
		const asked = await request.locals.context.question({
			basis: answer.basis,
			asSeenBy: request.url.searchParams.get('as_seen_by') || undefined
		});
		const question = { ...asked, basis: { ...asked.basis, ...parseBasis(answer.basis) } };
		const maps = (await Promise.all(events.map((event) => readSkymap(question, event)))).map(
			({ localization }) => localization
		);
		return { ...answer, maps, regions: await contoursOf(question, maps) };
	});
};
