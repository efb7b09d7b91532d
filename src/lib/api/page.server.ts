import { error, isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { groupsOf } from '#lib/access/viewer.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import type { Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { domainError } from './errors.ts';
import { nextLink } from './next.ts';
import { readQuery } from './query.ts';
import { problemFor } from './respond.server.ts';
import { pathFields, type Answered, type Resource } from './resources/resource.ts';
import { callerOf } from './routers/index.server.ts';

type PageEvent = Pick<RequestEvent, 'locals' | 'params' | 'url'>;

/**
 * The load function of a resource's page: its answer, with the archive's own values, and the address of the next
 * page. Query parameters that are not the resource's are left to the page.
 */
export function pageOf<Answer extends Answered>(
	resource: Pick<Resource<Answer>, 'path' | 'input' | 'answer'>
) {
	return (event: PageEvent): Promise<Answer & { readonly next: string | null }> =>
		answerPage(event, async () => {
			const names = Object.keys(resource.input.shape);
			const inPath = pathFields(resource);
			// by name: a page is not loaded again for a parameter of its own, such as what its plot shows
			const own = new URLSearchParams(
				names
					.filter((name) => !inPath.includes(name))
					.flatMap((name) => event.url.searchParams.getAll(name).map((value) => [name, value]))
			);
			const input = { ...event.params, ...readQuery(own, names) };
			const answer = await resource.answer(callerOf(event.locals.context), input as never);
			event.locals.pageBasis = answer.basis;
			return { ...answer, next: nextLink(event.url, answer) };
		});
}

/** Runs what makes a page's data; what it throws becomes the error page, with its sentence. */
export async function answerPage<Data>({ locals, url }: PageEvent, work: () => Promise<Data>): Promise<Data> {
	try {
		return await work();
	} catch (thrown) {
		// no answer now, whatever was answered before: nobody keeps the page
		delete locals.pageBasis;
		if (isHttpError(thrown) || isRedirect(thrown)) throw thrown;
		const { status, detail, code } = problemFor(`page ${url.pathname}`, thrown);
		error(status, { message: detail, code });
	}
}

/** Who is signed in, for the top of a page, and the groups as which they may ask; nobody for the public or credentials that are refused. */
export async function readerOf({
	locals
}: Pick<PageEvent, 'locals'>): Promise<{ reader: string | null; audiences: readonly string[] }> {
	try {
		const viewer = await locals.context.viewer();
		return viewer.kind === 'public'
			? { reader: null, audiences: [] }
			: { reader: viewer.name, audiences: groupsOf(viewer) };
	} catch (thrown) {
		if (domainError(thrown)) return { reader: null, audiences: [] };
		throw thrown;
	}
}

/** A page's basis, for the time control above it. */
export interface PageBasis {
	readonly knownAt: Instant;
	readonly batch: bigint;
	/** `2019-10-01T20:59:00Z~1742` */
	readonly text: string;
	readonly isNow: boolean;
}

/** The basis a page asks for; or, where it asks for none that exists, null and the sentence that says why. */
export async function basisOfPage(
	event: Pick<PageEvent, 'locals' | 'url'>
): Promise<{ basis: PageBasis; refused: null } | { basis: null; refused: string }> {
	try {
		const { knownAt, batch, isNow } = (await questionOfPage(event)).basis;
		return { basis: { knownAt, batch, text: formatBasis({ knownAt, batch }), isNow }, refused: null };
	} catch (thrown) {
		const error = domainError(thrown);
		if (error) return { basis: null, refused: error.message };
		throw thrown;
	}
}

/** The question that a page's address asks: as known when, by whom. */
export function questionOfPage({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): Promise<Question> {
	const asked = (name: string) => url.searchParams.get(name) || undefined;
	return locals.context.question({
		known: asked('known'),
		batch: asked('batch'),
		basis: asked('basis'),
		asRecorded: asked('as_recorded'),
		asSeenBy: asked('as_seen_by')
	});
}
