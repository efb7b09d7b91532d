import type { Cookies } from '@sveltejs/kit';
import { z } from 'zod';
import { secretDigest } from '#lib/access/people/secrets.server.ts';
import type { Flow } from '#lib/access/people/issuer-sign-in.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { ownName, ownOptions } from './own-cookie.server.ts';

/** A sign-in under way, and what this portal does when its person comes back. */
export interface BrowserFlow extends Flow {
	/** Slug of the issuer whose answer it waits for. */
	readonly issuer: string;
	/** Mark of the session for whose person an identity is linked; null: somebody signs in. */
	readonly linksFor: string | null;
	/** Where to lead the browser then. */
	readonly back: string;
}

const name = 'lookback_flow';
/** With the rest it stays below the 4096 bytes of a cookie; whoever was at a longer address is led to the first page. */
const longestBack = 2000;

const form = z.object({
	issuer: z.string(),
	state: z.string().min(1),
	nonce: z.string().min(1),
	verifier: z.string().min(1),
	linksFor: z.string().nullable(),
	back: z.string(),
	endsAt: z.int()
});

/**
 * The cookie is not sealed: it binds an answer to the browser that asked, and whoever could change it in that browser
 * could put in a whole session of their own.
 */
export function setFlowCookie(cookies: Cookies, url: URL, flow: BrowserFlow): void {
	const back = flow.back.length > longestBack ? '/' : flow.back;
	const text = Buffer.from(JSON.stringify({ ...flow, back })).toString('base64url');
	cookies.set(ownName(name, url), text, { ...ownOptions(url), expires: new Date(flow.endsAt / 1000) });
}

/** The flow of this browser, which is used up by this; null where there is none. */
export function takeFlowCookie(cookies: Cookies, url: URL): BrowserFlow | null {
	const text = cookies.get(ownName(name, url));
	if (text === undefined) return null;
	cookies.delete(ownName(name, url), ownOptions(url));
	try {
		const read = form.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
		return { ...read, endsAt: read.endsAt as Instant };
	} catch {
		// written by somebody else: as good as none
		return null;
	}
}

/** Tells sessions apart without giving their secret away. */
export function markOf(session: string): string {
	return secretDigest(session).toString('base64url');
}
