import type { Cookies } from '@sveltejs/kit';
import type { Instant } from '#lib/sky/time.ts';

/** Over https a browser takes the cookie from this very host alone. */
function nameOf({ protocol }: URL): string {
	return protocol === 'https:' ? '__Host-lookback_session' : 'lookback_session';
}

const ours = (url: URL) =>
	({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const;

/** Secret of the browser's session, null where it is not signed in. */
export function readSessionCookie(cookies: Cookies, url: URL): string | null {
	return cookies.get(nameOf(url)) ?? null;
}

export function setSessionCookie(cookies: Cookies, url: URL, secret: string, expiresAt: Instant): void {
	cookies.set(nameOf(url), secret, { ...ours(url), expires: new Date(expiresAt / 1000) });
}

export function clearSessionCookie(cookies: Cookies, url: URL): void {
	cookies.delete(nameOf(url), ours(url));
}
