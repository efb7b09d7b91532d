import { redirect } from '@sveltejs/kit';
import { openSession } from '#lib/access/sessions.server.ts';
import { signInWithPassword } from '#lib/access/sign-in.server.ts';
import { acting, fieldsOf, placeHere } from '#lib/api/forms.server.ts';
import { setSessionCookie } from '#lib/api/session-cookie.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Where the reader was, to be led back there. */
export const load: PageServerLoad = ({ url }) => ({
	back: placeHere(url.searchParams.get('back'), url)
});

export const actions: Actions = {
	default: (event) =>
		acting(event, async () => {
			const { locals, cookies, url, request } = event;
			const { person, password, back } = await fieldsOf(request, ['person', 'password', 'back']);
			const { archive, now } = locals.context;
			const address = event.getClientAddress();
			const who = await signInWithPassword(archive.database, { person, password }, address, now);
			const { secret, expiresAt } = await openSession(archive.database, who, 'password', address, now);
			setSessionCookie(cookies, url, secret, expiresAt);
			redirect(303, placeHere(back, url));
		})
};
