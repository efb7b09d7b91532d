import { endSession } from '#lib/access/people/sessions.server.ts';
import { actorOf } from '#lib/api/forms.server.ts';
import { answering, methodNotAllowed } from '#lib/api/respond.server.ts';
import { forgetSession } from '#lib/api/session-cookie.server.ts';
import type { RequestHandler } from './$types.js';

/** Signs this browser out. */
export const POST: RequestHandler = (event) =>
	answering('POST /sign-out', async () => {
		const { locals } = event;
		const { archive, now } = locals.context;
		if (locals.session !== null)
			await endSession(archive.database, locals.session, await actorOf(event), now);
		forgetSession(event);
		return new Response(null, { status: 303, headers: { location: '/' } });
	});

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'POST');
