import { openCalendar } from '#lib/api/calendars.server.ts';
import { answering, methodNotAllowed } from '#lib/api/respond.server.ts';
import type { RequestHandler } from './$types.js';

/**
 * A calendar for programs that cannot send a header: the address `/calendars/<secret>.ics` is the key to the one calendar that it was
 * made for, and whoever else is signed in with the same browser does not matter.
 */
export const GET: RequestHandler = ({ locals, params, route }) =>
	// the path holds the secret, which no log may have
	answering(`GET ${route.id}`, async () => {
		const { archive, now } = locals.context;
		const answer = await openCalendar(archive, params.secret.replace(/\.ics$/, ''), now);
		answer.headers.set('cache-control', 'no-store');
		return answer;
	});

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'GET, HEAD');
