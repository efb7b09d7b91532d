import type { RequestEvent } from '@sveltejs/kit';
import { ownName, ownOptions } from '#lib/api/own-cookie.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { observatories, observatoryOf, usualSite, type Observatory } from '#lib/sky/observatories.ts';

const yearSeconds = 31_536_000;
const siteCookie = 'site';

/**
 * The site whose night a page shows: what `site` in its address says, which a cookie then keeps; else the kept one.
 * @throws LookbackError `routes/bad-site` for a site that there is not.
 */
export function siteOf({ url, cookies }: Pick<RequestEvent, 'url' | 'cookies'>): Observatory {
	const asked = url.searchParams.get('site');
	const name = ownName(siteCookie, url);
	if (!asked) return observatoryOf(cookies.get(name)) ?? observatoryOf(usualSite)!;
	const site = observatoryOf(asked);
	if (!site)
		throw new LookbackError(
			'incorrect',
			'routes/bad-site',
			`site must be one of ${observatories.map((one) => one.site).join(', ')}; got ${asked.slice(0, 100)}.`,
			{ site: asked.slice(0, 100) }
		);
	cookies.set(name, site.site, { ...ownOptions(url), maxAge: yearSeconds });
	return site;
}
