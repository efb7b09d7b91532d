import { openapi } from '#lib/api/openapi.server.ts';
import { methodNotAllowed } from '#lib/api/respond.server.ts';
import type { RequestHandler } from './$types.js';

const description = JSON.stringify(openapi(), null, '\t');

export const GET: RequestHandler = () =>
	new Response(description, {
		headers: {
			'content-type': 'application/json',
			'cache-control': 'no-cache',
			'access-control-allow-origin': '*'
		}
	});

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'GET, HEAD');
