import { error } from '@sveltejs/kit';
import { listSessions } from '#lib/access/sessions.server.ts';
import { listTokens } from '#lib/access/tokens.server.ts';
import { answerPage } from '#lib/api/page.server.ts';
import type { PageServerLoad } from './$types.js';

/** Who is signed in: their groups, the browsers they are signed in with, their tokens. */
export const load: PageServerLoad = (event) =>
	answerPage(event, async () => {
		const { archive, now, ...context } = event.locals.context;
		const viewer = await context.viewer();
		if (viewer.kind === 'public')
			error(401, { message: 'Sign in to see your account.', code: 'routes/sign-in' });
		const person = viewer.kind === 'person' ? viewer.name : null;
		const { database } = archive;
		const [sessions, tokens] = await Promise.all([
			listSessions(database, person, now),
			person === null ? [] : listTokens(database, person)
		]);
		const { kind, name, isAdministrator } = viewer;
		const roles = [...viewer.roles].map(([group, held]) => ({ group, roles: [...held] }));
		return { who: { kind, name, isAdministrator }, roles, sessions, tokens };
	});
