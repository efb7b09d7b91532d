import { basisHeaders } from '#lib/api/headers.ts';
import { readQuery } from '#lib/api/query.ts';
import { answering, methodNotAllowed } from '#lib/api/respond.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { skyInput } from '#lib/api/routers/sky.server.ts';
import { packObjects } from '#lib/ui/plots/packed-objects.ts';
import type { RequestHandler } from './$types.js';

const names = Object.keys(skyInput.shape);

/** What the map of the sky shows, column by column, so that 50,000 objects are two megabytes; programs take `/sky.json`. */
export const GET: RequestHandler = ({ locals, url }) =>
	answering('GET /sky/points', async () => {
		const input = readQuery(url.searchParams, names);
		const { objects } = await callerOf(locals.context).sky.recent(input as never);
		return Response.json(packObjects(objects), { headers: basisHeaders(locals.context) });
	});

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'GET');
