import type { RequestEvent } from '@sveltejs/kit';
import { findAccount } from '#lib/access/people/accounts.server.ts';
import type { Actor } from '#lib/access/people/audit.server.ts';
import { isPersonName } from '#lib/access/people/names.ts';
import { assertAdministrator } from '#lib/access/permits.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { actorOf, textsOf } from '#lib/api/forms.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';

/** What an administrator acts with. */
export interface Administrating {
	readonly database: Database;
	readonly viewer: Viewer;
	readonly actor: Actor;
	readonly now: Instant;
	/** Whether an account is the one this browser is signed in to; null stands for the archive's own administrator. */
	isSelf(person: string | null): boolean;
}

/**
 * Accounts are changed in a browser that an administrator of the archive is signed in with: a token could let itself in
 * by a link, and so outlive its end. @throws LookbackError for everyone else, as `/audit` does.
 */
export async function administrating(event: RequestEvent): Promise<Administrating> {
	const { session, context } = event.locals;
	const viewer = await context.viewer();
	assertAdministrator(viewer);
	if (session === null)
		throw new LookbackError(
			'unauthenticated',
			'routes/sign-in',
			'Sign in to change accounts: a token does not.'
		);
	const own = viewer.kind === 'person' ? viewer.name : null;
	return {
		database: context.archive.database,
		viewer,
		actor: await actorOf(event),
		now: context.now,
		isSelf: (person) => person === own
	};
}

/** Whose account a form is about. @throws LookbackError `access/unknown-account`. */
export async function personIn(form: FormData, database: Database): Promise<string> {
	const { person } = textsOf(form, ['person']);
	if (isPersonName(person) && (await findAccount(database, person))) return person;
	throw new LookbackError(
		'not-found',
		'access/unknown-account',
		`The person of the form must have an account here; got '${person.slice(0, 100)}'.`
	);
}
