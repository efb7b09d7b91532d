import { redirect } from '@sveltejs/kit';
import { placeHere } from '#lib/api/forms.server.ts';
import { answering, methodNotAllowed } from '#lib/api/respond.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readTheme, themeCookie, themes } from '#lib/ui/theme.ts';
import type { RequestHandler } from './$types.js';

const YEAR_SECONDS = 31_536_000;

/** Keeps the reader's theme in a cookie and leads `back` to where they were. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const form = await request.formData();
	const theme = readTheme(form.get('theme'));
	if (!theme) return answering('POST /theme', () => Promise.reject(unknownTheme(String(form.get('theme')))));
	cookies.set(themeCookie, theme, {
		path: '/',
		maxAge: YEAR_SECONDS,
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:'
	});
	redirect(303, placeHere(String(form.get('back') ?? ''), url));
};

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'POST');

function unknownTheme(got: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'routes/bad-theme',
		`theme must be one of ${themes.join(', ')}; got ${got.slice(0, 100)}.`
	);
}
