import type { Cookies } from '@sveltejs/kit';
import type { Instant } from '#lib/sky/time.ts';
import { ownName, ownOptions } from './own-cookie.server.ts';

const name = 'lookback_session';

/** Secret of the browser's session, null where it is not signed in. */
export function readSessionCookie(cookies: Cookies, url: URL): string | null {
	return cookies.get(ownName(name, url)) ?? null;
}

export function setSessionCookie(cookies: Cookies, url: URL, secret: string, expiresAt: Instant): void {
	cookies.set(ownName(name, url), secret, { ...ownOptions(url), expires: new Date(expiresAt / 1000) });
}

export function clearSessionCookie(cookies: Cookies, url: URL): void {
	cookies.delete(ownName(name, url), ownOptions(url));
}
