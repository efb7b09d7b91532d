import { asKnownNow, changesAround } from '#lib/api/moments.server.ts';
import { domainError } from '#lib/api/errors.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { tellingsAbout } from '#lib/archive/index.server.ts';
import { changesAmong } from '#lib/archive/moments.ts';
import type { Instant } from '#lib/sky/time.ts';
import { foldProvenance } from '#lib/ui/plots/provenance-folds.ts';
import { layoutProvenance } from '#lib/ui/plots/provenance-graph.ts';
import { readProvenance } from '#lib/versioning/provenance/index.server.ts';
import type { PageServerLoad } from './$types.js';

const provenance = pageOf(resources.provenance);

type Shown = Awaited<ReturnType<typeof provenance>>['things'];

/** Of what something came and what came of it, drawn, and when the drawing changes. */
export const load: PageServerLoad = async (event) => {
	const answer = await provenance(event);
	const { folds, ...shown } = foldProvenance(answer, answer.about);
	const [moments, others] = await answerPage(event, () =>
		Promise.all([
			momentsAbout(event, answer.basis, answer.about),
			shownNow(event, answer.basis, answer.about)
		])
	);
	const shownAt = [...answer.things, ...others].flatMap(momentOf);
	const { earlier, later } = changesAmong([...moments, ...shownAt], parseBasis(answer.basis).knownAt);
	return { ...answer, folds, graph: layoutProvenance(shown, answer.about), earlier, later };
};

type LoadEvent = Pick<Parameters<PageServerLoad>[0], 'locals' | 'url'>;

/** When more was told of what has a history, or the same otherwise. */
async function momentsAbout(
	{ locals: { context }, url }: LoadEvent,
	basis: string,
	about: string
): Promise<readonly Instant[]> {
	if (!/^(objects|events|alerts)\//.test(about)) return [];
	const audience = url.searchParams.get('as_seen_by') || null;
	const { moments } = await changesAround(context, basis, audience, (asked) => tellingsAbout(asked, about));
	return moments.at;
}

/** What is shown as known now; nothing where that is what the page shows, or where it is not known any more. */
async function shownNow(
	{ locals: { context }, url }: LoadEvent,
	basis: string,
	about: string
): Promise<Shown> {
	if (parseBasis(basis).knownAt === context.now) return [];
	const question = await asKnownNow(context, basis, url.searchParams.get('as_seen_by') || null);
	try {
		return (await readProvenance(question, context.archive.store, about)).things;
	} catch (thrown) {
		if (domainError(thrown)?.kind === 'not-found') return [];
		throw thrown;
	}
}

/** Since when a thing is shown: what took a while is known once it ended, and batches are recorded and not known. */
function momentOf({ type, at, endedAt }: Shown[number]): Instant[] {
	const known = endedAt ?? at;
	return type === 'batch' || known === null ? [] : [known];
}
