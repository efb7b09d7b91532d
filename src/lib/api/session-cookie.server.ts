import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { endSession, openSession, type SignIn, type Way } from '#lib/access/people/sessions.server.ts';
import { ownName, ownOptions } from './own-cookie.server.ts';

const name = 'lookback_session';

/** Secret of the browser's session, null where it is not signed in. */
export function readSessionCookie(cookies: Cookies, url: URL): string | null {
	return cookies.get(ownName(name, url)) ?? null;
}

/** Signs this browser in as `person`; null is the archive's own administrator. The session it had before ends. */
export async function signInHere(
	event: RequestEvent,
	person: string | null,
	way: Way,
	stillHolds?: SignIn['stillHolds']
): Promise<void> {
	const { cookies, locals, url } = event;
	const { archive, now } = locals.context;
	const address = event.getClientAddress();
	const actor = { name: person ?? 'administrator', address };
	const { database } = archive;
	if (locals.session !== null) await endSession(database, locals.session, actor, now);
	const { secret, expiresAt } = await openSession(database, person, way, address, now, stillHolds);
	cookies.set(ownName(name, url), secret, { ...ownOptions(url), expires: new Date(expiresAt / 1000) });
}

/** Lets this browser forget its session, and what it kept of this portal meanwhile. */
export function forgetSession({ cookies, setHeaders, url }: RequestEvent): void {
	cookies.delete(ownName(name, url), ownOptions(url));
	setHeaders({ 'clear-site-data': '"cache"' });
}
