import type { RequestEvent } from '@sveltejs/kit';
import { parseBasis } from '#lib/archive/basis.ts';
import { readMoments } from '#lib/archive/index.server.ts';
import { answerPage } from '#lib/api/page.server.ts';

type LoadEvent = Pick<RequestEvent, 'locals' | 'params' | 'url' | 'setHeaders'>;

/** What the basis bar of a subject's page offers beside now: its changes around the basis of the page. */
export function momentsAround(event: LoadEvent, basis: string, subject: string) {
	return answerPage(event, async () => {
		const { context } = event.locals;
		const question = await context.question({ basis });
		return readMoments(
			{ ...question, basis: { ...question.basis, ...parseBasis(basis) } },
			subject,
			context.now
		);
	});
}
