import { readBody } from '#lib/api/body.server.ts';
import { pointingsBody } from '#lib/api/large-body.server.ts';
import { readQuery } from '#lib/api/query.ts';
import { answering, methodNotAllowed } from '#lib/api/respond.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { importFields } from '#lib/api/routers/pointings.server.ts';
import type { RequestHandler } from './$types.js';

export const POST: RequestHandler = ({ locals, request, url }) =>
	answering('POST /api/pointings', async () => {
		// before the body is read: it may be large
		pointingsBody.assertMay(await locals.context.viewer());
		const said = readQuery(url.searchParams, Object.keys(importFields));
		const bytes = await readBody(request, pointingsBody.limit);
		const report = await callerOf(locals.context).pointings.importFile({ ...said, bytes } as never);
		return Response.json(report, { headers: { 'cache-control': 'no-store' } });
	});

export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'POST');
