import type { RequestEvent } from '@sveltejs/kit';
import type { Actor } from '#lib/access/people/audit.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { LookbackError } from '#lib/errors.ts';

/** Who is signed in with this browser. */
export interface SignedIn {
	readonly viewer: Viewer;
	/** Null for the archive's own administrator, who came by a link. */
	readonly person: string | null;
	/** Secret of the session. */
	readonly secret: string;
	readonly actor: Actor & { readonly address: string };
}

/**
 * An account is open to a browser that is signed in to it: a token, which may carry fewer rights than its person, could
 * make itself another here. @throws LookbackError `routes/sign-in`.
 */
export async function signedIn(event: RequestEvent): Promise<SignedIn> {
	const { session: secret, context } = event.locals;
	const viewer = await context.viewer();
	if (secret === null || viewer.kind === 'public')
		throw new LookbackError(
			'unauthenticated',
			'routes/sign-in',
			event.request.headers.has('authorization')
				? 'Sign in to see your account: a token does not open it.'
				: 'Sign in to see your account.'
		);
	const person = viewer.kind === 'person' ? viewer.name : null;
	return { viewer, person, secret, actor: { name: viewer.name, address: event.getClientAddress() } };
}

/** The same of a person. @throws LookbackError `routes/no-person` for the archive's own administrator. */
export async function signedInPerson(event: RequestEvent): Promise<SignedIn & { readonly person: string }> {
	const { person, ...who } = await signedIn(event);
	if (person !== null) return { person, ...who };
	throw new LookbackError(
		'incorrect',
		'routes/no-person',
		'The administrator that a link of the archive itself lets in is no person; make yourself an account first.'
	);
}
