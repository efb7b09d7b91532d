import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { domainError } from '#lib/api/errors.ts';
import { basisHeaders } from '#lib/api/headers.ts';
import { logFault, methodNotAllowed } from '#lib/api/respond.server.ts';
import { appRouter } from '#lib/api/routers/index.server.ts';
import type { RequestHandler } from './$types.js';

const answer: RequestHandler = ({ locals, request, url }) =>
	fetchRequestHandler({
		endpoint: '/api/trpc',
		req: request,
		router: appRouter,
		createContext: () => locals.context,
		responseMeta: ({ type, errors }) => ({
			headers:
				type === 'query' && errors.length === 0
					? basisHeaders(locals.context)
					: { 'cache-control': 'no-store', vary: 'Authorization' }
		}),
		onError: ({ error }) => {
			const known = domainError(error);
			if (!known || known.kind === 'fault') logFault(`tRPC ${url.pathname}`, error);
		}
	});

export const GET = answer;
export const POST = answer;
export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'GET, HEAD, POST');
