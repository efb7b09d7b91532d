import { fail, isHttpError, isRedirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { Actor } from '#lib/access/audit.server.ts';
import { problemFor } from './respond.server.ts';

/** What a form's page shows beside the form when the wish was refused. */
export interface Refused {
	readonly refused: string;
	readonly code: string;
}

/** Does what a form asks for; what it throws becomes a sentence beside the form. */
export async function acting<Done>(
	{ url }: Pick<RequestEvent, 'url'>,
	work: () => Promise<Done>
): Promise<Done | ActionFailure<Refused>> {
	try {
		return await work();
	} catch (thrown) {
		if (isHttpError(thrown) || isRedirect(thrown)) throw thrown;
		const { status, detail, code } = problemFor(`form ${url.pathname}`, thrown);
		return fail(status, { refused: detail, code });
	}
}

/** Texts of a form by name; a field that is missing, or is a file, is empty. */
export async function fieldsOf<Name extends string>(
	request: Request,
	names: readonly Name[]
): Promise<Record<Name, string>> {
	const form = await request.formData();
	const text = (name: Name) => {
		const value = form.get(name);
		return typeof value === 'string' ? value : '';
	};
	return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>;
}

/** Who acts in this request, for the audit log. */
export async function actorOf(event: RequestEvent): Promise<Actor> {
	const { name } = await event.locals.context.viewer();
	return { name, address: event.getClientAddress() };
}

/** A path of this portal, whatever a form says: a link must not lead readers elsewhere. */
export function placeHere(written: string | null, url: URL): string {
	const place = URL.parse(written || '/', url);
	return place?.origin === url.origin ? place.pathname + place.search : '/';
}
