import { redirect } from '@sveltejs/kit';
import { useLink } from '#lib/access/links.server.ts';
import { openSession } from '#lib/access/sessions.server.ts';
import { acting } from '#lib/api/forms.server.ts';
import { setSessionCookie } from '#lib/api/session-cookie.server.ts';
import type { Actions } from './$types.js';

export const actions: Actions = {
	/** Opening the page uses nothing up: mail programs and chats look at links before people do. */
	default: (event) =>
		acting(event, async () => {
			const { locals, cookies, url, params } = event;
			const { archive, now } = locals.context;
			const person = await useLink(archive.database, params.secret, now);
			const address = event.getClientAddress();
			const { secret, expiresAt } = await openSession(archive.database, person, 'link', address, now);
			setSessionCookie(cookies, url, secret, expiresAt);
			redirect(303, '/account');
		})
};
