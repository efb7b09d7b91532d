import { formOf, textsOf, placeHere } from '#lib/api/forms.server.ts';
import { ownName, ownOptions } from '#lib/api/own-cookie.server.ts';
import { answering, methodNotAllowed } from '#lib/api/respond.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readTheme, themeCookie, themes } from '#lib/ui/parts/theme.ts';
import type { RequestHandler } from './$types.js';

const YEAR_SECONDS = 31_536_000;

/** Keeps the reader's theme in a cookie and leads `back` to where they were. */
export const POST: RequestHandler = ({ request, cookies, url }) =>
	answering('POST /theme', async () => {
		const wish = textsOf(await formOf(request), ['theme', 'back']);
		const theme = readTheme(wish.theme);
		if (!theme) throw unknownTheme(wish.theme);
		cookies.set(ownName(themeCookie, url), theme, { ...ownOptions(url), maxAge: YEAR_SECONDS });
		return new Response(null, { status: 303, headers: { location: placeHere(wish.back, url) } });
	});

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'POST');

function unknownTheme(got: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'routes/bad-theme',
		`theme must be one of ${themes.join(', ')}; got ${got.slice(0, 100)}.`
	);
}
