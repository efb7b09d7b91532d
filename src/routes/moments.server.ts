import type { RequestEvent } from '@sveltejs/kit';
import { parseBasis } from '#lib/archive/basis.ts';
import {
	momentsOfObjects,
	readNoticeMoments,
	readObjectNewsMoments,
	readBatchSteps,
	readOrigin,
	readSkyMoments,
	tellingsAbout,
	tellingsOf,
	type LedgerPart,
	type ListedObjects,
	type Question,
	type ToldOfList
} from '#lib/archive/index.server.ts';
import { changesAmong, type Moments } from '#lib/archive/moments.ts';
import { asKnownNow, changesAround, listChangesAround } from '#lib/api/moments.server.ts';
import { answerPage, questionOfPage } from '#lib/api/page.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { PageMoments } from '#lib/ui/time/steps.ts';

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

/** The same for a page of the planner, which shows what many relations tell; where that is too much, news of any. */
export function changesOf(
	event: LoadEvent,
	basis: string,
	told: readonly ToldOfList[]
): Promise<PageMoments> {
	return answerPage(event, () => listChangesAround(event.locals.context, basis, audienceOf(event), told));
}

/** For a page that shows the record itself: the batches before and after the one of its basis that told of it. */
export function batchesAround(event: LoadEvent, part: LedgerPart): Promise<Pick<PageMoments, 'batchSteps'>> {
	return answerPage(event, async () => ({
		batchSteps: await readBatchSteps(await questionOfPage(event), part)
	}));
}

/** The same for a page about many things: the notice before, and the next one. */
export const noticesAround = (event: LoadEvent, basis: string) =>
	around(event, basis, 'notice', readNoticeMoments);

/** The same for all the sky: where the last alert or map but those shown last came to be known, and where the next does. */
export const skyNewsAround = (event: LoadEvent, basis: string) =>
	around(event, basis, 'news', readSkyMoments);

async function around<By extends NonNullable<PageMoments['stepsBy']>>(
	event: LoadEvent,
	basis: string,
	stepsBy: By,
	read: (question: Question, knownAt: Instant) => Promise<Moments>
): Promise<Moments & { readonly stepsBy: By }> {
	return answerPage(event, async () => {
		const question = await asKnownNow(event.locals.context, basis, audienceOf(event));
		return { ...(await read(question, parseBasis(basis).knownAt)), stepsBy };
	});
}

/** The same for a list of objects in a region or of a class: its changes; where they are too many, or of all objects, news of any. */
export async function objectsAround(
	event: LoadEvent,
	basis: string,
	listed: ListedObjects,
	more: Iterable<Instant> = []
): Promise<PageMoments> {
	const { region, class: name, classBy } = listed;
	if (!region && name === null && classBy === null)
		return around(event, basis, 'news', readObjectNewsMoments);
	const moments = await answerPage(event, async () =>
		momentsOfObjects(await asKnownNow(event.locals.context, basis, audienceOf(event)), listed)
	);
	return moments === null
		? around(event, basis, 'news', readObjectNewsMoments)
		: changesAmong([...moments, ...more], parseBasis(basis).knownAt);
}

const audienceOf = ({ url }: LoadEvent) => url.searchParams.get('as_seen_by') || null;
