import { redirect, type RequestEvent } from '@sveltejs/kit';
import { flowLasts } from '#lib/access/people/issuer-sign-in.server.ts';
import { refused } from '#lib/access/people/issuer-refusals.ts';
import { markOf, setFlowCookie } from '#lib/api/flow-cookie.server.ts';
import { placeHere } from '#lib/api/forms.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { issuerOf } from '../../issuers.server.ts';
import { orRefused } from '../or-refused.server.ts';
import type { RequestHandler } from './$types.js';

/** Sends a browser to an issuer, to sign in or, with `link`, to link an identity to the account it is signed in to. */
export const GET: RequestHandler = (event) =>
	orRefused(event, async () => {
		const { locals, cookies, url, params } = event;
		const isLink = url.searchParams.has('link');
		const issuer = issuerOf(params.issuer);
		const linksFor = isLink ? await linkingSession(event) : null;
		const { address, secrets } = await issuer.begin(new URL(`/sign-in/${issuer.slug}/callback`, url));
		setFlowCookie(cookies, url, {
			...secrets,
			issuer: issuer.slug,
			linksFor,
			back: placeHere(url.searchParams.get('back') ?? (isLink ? '/account' : '/'), url),
			endsAt: (locals.context.now + flowLasts) as Instant
		});
		redirect(303, address);
	});

/** Mark of the session that wants to link an identity, and wants it itself. */
async function linkingSession(event: RequestEvent): Promise<string> {
	const { kind } = await event.locals.context.viewer();
	if (event.locals.session === null || kind !== 'person') throw refused('link-wants-session');
	if (!isFromHere(event)) throw refused('link-from-elsewhere');
	return markOf(event.locals.session);
}

/**
 * Whether a page of this portal led here. Another site could send a browser here which it signed in to the issuer as
 * somebody else before, who could then sign in to this account. (A form would say where it comes from, but the policy
 * of the pages lets no form lead to an issuer.)
 */
function isFromHere({ request: { headers }, url }: RequestEvent): boolean {
	// over plain http browsers do not send it
	const site = headers.get('sec-fetch-site');
	if (site !== null) return site === 'same-origin';
	return URL.parse(headers.get('referer') ?? '')?.origin === url.origin;
}
