import { methodNotAllowed } from '#lib/api/respond.server.ts';
import { manifestJsonSchema } from '#lib/versioning/manifest.ts';
import type { RequestHandler } from './$types.js';

const schema = JSON.stringify(manifestJsonSchema(), null, '\t');

export const GET: RequestHandler = () =>
	new Response(schema, {
		headers: {
			'content-type': 'application/schema+json',
			'cache-control': 'no-cache',
			'access-control-allow-origin': '*'
		}
	});

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'GET, HEAD');
