import { assertContributor } from '#lib/access/permits.ts';
import { readBody } from '#lib/api/body.server.ts';
import { wire } from '#lib/archive/wire.ts';
import { readQuery } from '#lib/api/query.ts';
import { answering, methodNotAllowed } from '#lib/api/respond.server.ts';
import { ingestFields } from '#lib/api/routers/ingest.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import type { RequestHandler } from './$types.js';

export const POST: RequestHandler = ({ locals, request, url }) =>
	answering('POST /api/ingest', async () => {
		// before the body is read: it may be large
		assertContributor(await locals.context.viewer());
		const said = readQuery(url.searchParams, Object.keys(ingestFields));
		const bytes = await readBody(request);
		const report = await callerOf(locals.context).packets.ingest({ ...said, bytes });
		return Response.json(wire(report), { headers: { 'cache-control': 'no-store' } });
	});

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'POST');
