import { basisOfPage } from '#lib/api/page.server.ts';
import { readTheme, themeCookie } from '#lib/ui/theme.ts';
import type { LayoutServerLoad } from './$types.js';

/** What every page shows: its basis (null where the page says why there is none), the present, its theme. */
export const load: LayoutServerLoad = async (event) => ({
	basis: await basisOfPage(event),
	now: event.locals.context.now,
	theme: readTheme(event.cookies.get(themeCookie))
});
