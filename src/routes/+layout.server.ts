import { ownName } from '#lib/api/own-cookie.server.ts';
import { basisOfPage, readerOf } from '#lib/api/page.server.ts';
import { withLaterAsBasis } from '#lib/ui/parts/links.ts';
import { readTheme, themeCookie } from '#lib/ui/parts/theme.ts';
import { originOfPage, settleKnown } from './settle-known.server.ts';
import type { LayoutServerLoad } from './$types.js';

/** What every page shows: its basis (or why there is none), the present, who reads it and for which groups, its theme. */
export const load: LayoutServerLoad = async (event) => {
	const { locals, url, route, cookies } = event;
	await settleKnown(event, () => originOfPage(event, route.id));
	const asked = route.id === '/diff' ? withLaterAsBasis(url) : url;
	return {
		...(await basisOfPage({ locals, url: asked })),
		...(await readerOf({ locals })),
		now: locals.context.now,
		theme: readTheme(cookies.get(ownName(themeCookie, url)))
	};
};
