import type { RequestEvent } from '@sveltejs/kit';
import { readNoticeMoments, readOrigin, tellingsAbout, tellingsOf } from '#lib/archive/index.server.ts';
import type { Moments } from '#lib/archive/moments.ts';
import { asKnownNow, atBasis, changesAround } from '#lib/api/moments.server.ts';
import { answerPage } from '#lib/api/page.server.ts';

type LoadEvent = Pick<RequestEvent, 'locals' | 'params' | 'url'>;

/**
 * What the time control of a subject's page is told: `earlier`, `later` and `moments`, its changes around the basis of
 * the page, and `origin`, its T0. All of it is as known now, of what was recorded by the batch of the page.
 */
export function momentsAround(event: LoadEvent, basis: string, subject: string) {
	return answerPage(event, async () => {
		const { context } = event.locals;
		const audience = audienceOf(event);
		const [moments, origin] = await Promise.all([
			changesAround(context, basis, audience, (question) => tellingsAbout(question, subject)),
			asKnownNow(context, basis, audience).then((question) => readOrigin(question, subject))
		]);
		return { ...moments, origin };
	});
}

/** The same for the page of a run, a campaign, a facility and the like, or for the list of those that have some values. */
export function momentsOf(event: LoadEvent, basis: string, ...of: Parameters<typeof tellingsOf>) {
	return answerPage(event, () =>
		changesAround(event.locals.context, basis, audienceOf(event), tellingsOf(...of))
	);
}

/** The same for a page about many things: the notice before, and the next one. */
export function noticesAround(event: LoadEvent, basis: string): Promise<Moments & { stepsBy: 'notice' }> {
	return answerPage(event, async () => {
		const { context } = event.locals;
		const question = atBasis(await asKnownNow(context, basis, audienceOf(event)), basis);
		return { ...(await readNoticeMoments(question, context.now)), stepsBy: 'notice' as const };
	});
}

const audienceOf = ({ url }: LoadEvent) => url.searchParams.get('as_seen_by') || null;
