import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Origin } from '#lib/archive/moments.ts';
import { readOrigin } from '#lib/archive/index.server.ts';
import { domainError } from '#lib/api/errors.ts';
import { countsFrom, parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { basisParameters, withParameters } from '#lib/ui/parts/links.ts';

type LoadEvent = Pick<RequestEvent, 'locals' | 'params' | 'request' | 'url'>;

/**
 * Leads an address whose `known` (or `as_recorded`) counts from the present or from T0 to the one that names the instant
 * itself, so that it says the same to everyone for ever; and without what a form left empty. A text that cannot be read stays: the page says why. A page
 * whose T0 is not its subject's calls this before it reads anything.
 */
export async function settleKnown(
	{ locals, request, url }: LoadEvent,
	origin: () => Promise<Origin | null> | Origin | null
): Promise<void> {
	const relative = ['known', 'as_recorded'].filter((name) => countsFrom(url.searchParams.get(name) ?? ''));
	const empty = basisParameters.filter((name) => url.searchParams.get(name) === '');
	if (relative.length + empty.length === 0 || request.method !== 'GET') return;
	const settled: Record<string, string | null> = { cursor: null };
	for (const name of empty) settled[name] = null;
	try {
		for (const name of relative) {
			const text = url.searchParams.get(name)!;
			const from = countsFrom(text) === 'T0' ? await origin() : null;
			const at = parseInstant(text, locals.context.now, from?.at);
			settled[name] = at === locals.context.now ? null : formatInstant(at);
		}
	} catch (thrown) {
		if (domainError(thrown)) return;
		throw thrown;
	}
	redirect(303, withParameters(url, settled));
}

/** T0 of the subject that a page's address names, as known now to the audience that it names; null where there is none. */
export async function originOfPage(
	{ locals, params, url }: LoadEvent,
	route: string | null
): Promise<Origin | null> {
	const subject = subjectOf(route, params);
	if (subject === null) return null;
	const asked = (name: string) => url.searchParams.get(name) || null;
	const request = {
		batch: asked('batch'),
		asRecorded: asked('as_recorded'),
		asSeenBy: asked('as_seen_by')
	};
	return readOrigin(await locals.context.question(request), subject);
}

function subjectOf(route: string | null, params: Partial<Record<string, string>>): string | null {
	if (route === '/objects/[survey]/[id]') return `objects/${params.survey}/${params.id}`;
	if (route === '/events/[name]') return `events/${params.name}`;
	return route === '/history/[...subject]' ? (params.subject ?? null) : null;
}
