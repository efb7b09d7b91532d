import { redirect } from '@sveltejs/kit';
import { followLink } from '#lib/access/people/links.server.ts';
import { acting } from '#lib/api/forms.server.ts';
import { signInHere } from '#lib/api/session-cookie.server.ts';
import type { Actions } from './$types.js';

export const actions: Actions = {
	/** Opening the page uses nothing up: mail programs and chats look at links before people do. */
	default: (event) =>
		acting(event, async () => {
			const { archive, now } = event.locals.context;
			const { person, stillHolds } = await followLink(archive.database, event.params.secret, now);
			await signInHere(event, person, 'link', stillHolds);
			redirect(303, '/account');
		})
};
