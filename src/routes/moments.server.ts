import type { RequestEvent } from '@sveltejs/kit';
import { openSince } from '#lib/access/openings.ts';
import { decisionsBy } from '#lib/access/policies.server.ts';
import { formatBasis, parseBasis } from '#lib/archive/basis.ts';
import { readMoments, readNoticeMoments, readOrigin, type Question } from '#lib/archive/index.server.ts';
import type { Moments } from '#lib/archive/moments.ts';
import { answerPage } from '#lib/api/page.server.ts';
import type { Instant } from '#lib/sky/time.ts';

type LoadEvent = Pick<RequestEvent, 'locals' | 'params' | 'url'>;

/**
 * What the time control of a subject's page is told: `earlier`, `later` and `moments`, its changes around the basis of
 * the page, and `origin`, its T0. All of it is as known now, of what was recorded by the batch of the page.
 */
export function momentsAround(event: LoadEvent, basis: string, subject: string) {
	return answerPage(event, async () => {
		const { now, archive } = event.locals.context;
		const question = await asKnownNow(event, basis);
		const audience = audienceOf(event);
		const openedAt =
			audience === null
				? new Map<string, Instant>()
				: openSince(
						await decisionsBy(archive.database, question.basis.batch),
						new Set(audience === 'public' ? [] : [audience]),
						now
					);
		const [moments, origin] = await Promise.all([
			readMoments(atBasis(question, basis), subject, now, openedAt),
			readOrigin(question, subject)
		]);
		return { ...moments, origin };
	});
}

/** The same for a page about many things: the notice before, and the next one. */
export function noticesAround(event: LoadEvent, basis: string): Promise<Moments & { stepsBy: 'notice' }> {
	return answerPage(event, async () => {
		const question = atBasis(await asKnownNow(event, basis), basis);
		return { ...(await readNoticeMoments(question, event.locals.context.now)), stepsBy: 'notice' as const };
	});
}

const audienceOf = ({ url }: LoadEvent) => url.searchParams.get('as_seen_by') || null;

function asKnownNow(event: LoadEvent, basis: string): Promise<Question> {
	const { context } = event.locals;
	const now = formatBasis({ knownAt: context.now, batch: parseBasis(basis).batch });
	return context.question({ basis: now, asSeenBy: audienceOf(event) });
}

function atBasis(question: Question, basis: string): Question {
	return { ...question, basis: { ...question.basis, ...parseBasis(basis) } };
}
