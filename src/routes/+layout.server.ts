import { ownName } from '#lib/api/own-cookie.server.ts';
import { basisOfPage, readerOf } from '#lib/api/page.server.ts';
import { withLaterAsBasis } from '#lib/ui/links.ts';
import { readTheme, themeCookie } from '#lib/ui/theme.ts';
import type { LayoutServerLoad } from './$types.js';

/** What every page shows: its basis (null where the page says why there is none), the present, who reads it, its theme. */
export const load: LayoutServerLoad = async ({ locals, url, route, cookies }) => ({
	basis: await basisOfPage({ locals, url: route.id === '/diff' ? withLaterAsBasis(url) : url }),
	now: locals.context.now,
	reader: await readerOf({ locals }),
	theme: readTheme(cookies.get(ownName(themeCookie, url)))
});
