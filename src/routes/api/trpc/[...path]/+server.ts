import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { domainError, problemOf } from '#lib/api/errors.ts';
import { basisHeaders } from '#lib/api/headers.ts';
import { campaignBody, withLargeBody } from '#lib/api/large-body.server.ts';
import { answering, logFault, methodNotAllowed, problemResponse } from '#lib/api/respond.server.ts';
import { appRouter } from '#lib/api/routers/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { RequestHandler } from './$types.js';

/** All calls of a batch run at once. */
const mostCalls = 20;

const answer: RequestHandler = ({ locals, request, url }) => {
	// as tRPC reads it: a comma may come as %2C
	const calls = decodeURIComponent(url.pathname).split(',').length;
	if (calls > mostCalls) return problemResponse(problemOf(longBatch(calls)));
	if (wantsStream(request)) return problemResponse(problemOf(streamed()));
	return answering(`tRPC ${url.pathname}`, async () =>
		respond(locals, url, await whole(locals, url, request))
	);
};

/** The request with all of its body where that may be large. */
async function whole({ context }: App.Locals, { pathname }: URL, request: Request): Promise<Request> {
	return pathname === '/api/trpc/campaigns.save' ? withLargeBody(request, context, campaignBody) : request;
}

function respond(locals: App.Locals, url: URL, req: Request): Promise<Response> {
	return fetchRequestHandler({
		endpoint: '/api/trpc',
		req,
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
}

/** In a stream the head comes before the calls are worked on, and with it the turn of the request would end. */
function wantsStream({ headers }: Request): boolean {
	const accepted = `${headers.get('trpc-accept')}, ${headers.get('accept')}`;
	return accepted.includes('application/jsonl');
}

function streamed(): LookbackError {
	return new LookbackError(
		'incorrect',
		'api/no-stream',
		'The answers to a batch come together as application/json (httpBatchLink), not one by one as application/jsonl.'
	);
}

function longBatch(calls: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'api/long-batch',
		`A batch must have at most ${mostCalls} calls; it has ${calls}.`,
		{ calls, mostCalls }
	);
}

export const GET = answer;
export const POST = answer;
export const fallback: RequestHandler = ({ request }) => methodNotAllowed(request.method, 'GET, HEAD, POST');
