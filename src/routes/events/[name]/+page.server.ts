import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { listDecisions } from '#lib/versioning/decisions/index.server.ts';
import { instrumentsIn, revisionsOf } from '#lib/ui/events/revisions.ts';
import { momentsAround } from '../../moments.server.ts';
import { objectsOf } from './objects.server.ts';
import { skyOf } from './sky.server.ts';
import type { PageServerLoad } from './$types.js';

const event = pageOf(resources.event);
const mostDecisions = 20;

/** An event in its revisions, where it is, what lies there, and its moments. */
export const load: PageServerLoad = async (request) => {
	const { notices, localizations, ...answer } = await event(request);
	const moments = await momentsAround(request, answer.basis, `events/${answer.event.event}`);
	return answerPage(request, async () => {
		const question = await request.locals.context.question({
			basis: answer.basis,
			asSeenBy: request.url.searchParams.get('as_seen_by') || undefined
		});
		const asked = (name: string) => request.url.searchParams.get(name) || null;
		const choice = { noticeId: asked('map'), name: asked('map_name') };
		const { drawn, skymap } = await skyOf(question, { ...answer, notices, localizations }, choice);
		const brief = ({ notice_id, title, known_at }: (typeof notices)[number]) => ({
			notice_id,
			title,
			known_at
		});
		const retraction = notices.findLast(({ kind }) => kind === 'retraction');
		return {
			...answer,
			...moments,
			localizations,
			revisions: revisionsOf({ notices, localizations }),
			circulars: notices
				.filter(({ kind }) => kind === 'circular')
				.map((notice) => ({ ...brief(notice), body: notice.body })),
			instruments: instrumentsIn(notices),
			retraction: answer.retracted && retraction ? brief(retraction) : null,
			test: notices.find(({ role }) => role === 'test' || role === 'mock')?.role ?? null,
			sky: drawn,
			objects: await objectsOf(question, answer, skymap, drawn.circles),
			decisions: await listDecisions(question, {
				subject: `events/${answer.event.event}`,
				limit: mostDecisions
			})
		};
	});
};
