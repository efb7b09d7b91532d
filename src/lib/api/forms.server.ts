import { fail, isHttpError, isRedirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { Actor } from '#lib/access/people/audit.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { withLargeBody, type LargeBody } from './large-body.server.ts';
import { problemFor } from './respond.server.ts';

/** What a form's page shows beside the form when the wish was refused. */
export interface Refused {
	readonly refused: string;
	readonly code: string;
	/** What the form said, to be filled in again; of a field that says several things, each on a line. */
	readonly given: Readonly<Record<string, string>>;
}

/**
 * Does what a form asks for; what it throws becomes a sentence beside the form, in which the fields `kept` are filled in
 * again. A form may be `large` where it says as what.
 */
export async function acting<Done>(
	{ request, route, locals }: Pick<RequestEvent, 'request' | 'route' | 'locals'>,
	work: (form: FormData) => Promise<Done>,
	kept: readonly string[] = [],
	large?: LargeBody
): Promise<Done | ActionFailure<Refused>> {
	let given = {};
	try {
		const form = await formOf(large ? await withLargeBody(request, locals.context, large) : request);
		given = Object.fromEntries(kept.map((name) => [name, allTextsOf(form, name).join('\n')]));
		return await work(form);
	} catch (thrown) {
		if (isHttpError(thrown) || isRedirect(thrown)) throw thrown;
		// by its route: a path may hold the secret of a link
		const { status, detail, code } = problemFor(`form ${route.id}`, thrown);
		return fail(status, { refused: detail, code, given });
	}
}

/** The form in a request. @throws LookbackError `api/bad-form` for a body that is none. */
export async function formOf(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch (cause) {
		throw new LookbackError(
			'incorrect',
			'api/bad-form',
			'The body must be a form as browsers send it, of the type its header names.',
			{},
			{ cause }
		);
	}
}

/** Texts of a form by name; a field that is missing, or is a file, is empty. */
export function textsOf<Name extends string>(form: FormData, names: readonly Name[]): Record<Name, string> {
	const text = (name: Name) => {
		const value = form.get(name);
		return typeof value === 'string' ? value : '';
	};
	return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>;
}

/** All texts that a form says under one name, such as those of what is ticked. */
export function allTextsOf(form: FormData, name: string): string[] {
	return form.getAll(name).filter((value) => typeof value === 'string');
}

/** Who acts in this request, for the audit log. */
export async function actorOf(event: RequestEvent): Promise<Actor> {
	const { name } = await event.locals.context.viewer();
	return { name, address: event.getClientAddress() };
}

/** A path of this portal, whatever a form says: a link must not lead readers elsewhere. */
export function placeHere(written: string | null, url: URL): string {
	const place = URL.parse(written || '/', url);
	// a path that begins with two slashes is, to a browser, another host
	const isHere = place?.origin === url.origin && !place.pathname.startsWith('//');
	return isHere ? place.pathname + place.search : '/';
}
