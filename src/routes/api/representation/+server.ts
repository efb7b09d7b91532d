import { represent } from '#lib/api/represent.server.ts';
import { answering, methodNotAllowed } from '#lib/api/respond.server.ts';
import type { RequestHandler } from './$types.js';

/** Every address with a suffix comes here: see `src/hooks.ts`. */
export const GET: RequestHandler = ({ locals, url }) =>
	answering(`GET ${url.pathname}`, () => represent(locals.context, url));

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'GET, HEAD');
