import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemOf, type Problem } from '#lib/api/errors.ts';
import { problemFor } from '#lib/api/respond.server.ts';
import { LookbackError } from '#lib/errors.ts';

/**
 * Answers a request that the portal's pages never see: a problem for programs, the sentence for people, whose browser
 * then asks again by itself.
 */
export function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
	if (response.headersSent || response.destroyed) {
		response.destroy();
		return;
	}
	send(request, response, problemFor(asked(request), error), error);
}

/** Answers a request by a method that no address of the portal takes. */
export function refuseMethod(request: IncomingMessage, response: ServerResponse): void {
	const error = new LookbackError(
		'incorrect',
		'api/method-not-allowed',
		`No address takes ${request.method}; they take GET, HEAD or POST.`
	);
	response.setHeader('allow', 'GET, HEAD, POST');
	send(request, response, problemOf(error, 405), error);
}

function send(request: IncomingMessage, response: ServerResponse, problem: Problem, error: unknown): void {
	const { retryAfterSec } = error instanceof LookbackError ? error.data : {};
	const [contentType, body] = written(request, problem, retryAfterSec);
	response.writeHead(problem.status, {
		'content-type': contentType,
		'content-length': Buffer.byteLength(body),
		'cache-control': 'no-store',
		// in a sandbox no page asks again by itself
		'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
		// whoever is only told to come again may send the rest of a body, and hears it; others are cut off
		...(retryAfterSec === undefined ? { connection: 'close' } : { 'retry-after': String(retryAfterSec) })
	});
	response.end(body);
}

/** Method and first part of the path for a log: what follows may be the secret of a link or of a calendar. */
function asked({ method, url }: IncomingMessage): string {
	return `${method} ${/^\/*[^/?]*/.exec(url ?? '')![0]}`;
}

function written(request: IncomingMessage, problem: Problem, retryAfterSec: unknown): [string, string] {
	const { code, detail, title } = problem;
	const path = request.url?.split('?')[0] ?? '';
	// SvelteKit's client shows what stands in `message`
	if (path.endsWith('__data.json')) return ['application/json', JSON.stringify({ message: detail, code })];
	const isPage = request.headers.accept?.includes('text/html') && !path.startsWith('/api/');
	if (!isPage) return ['application/problem+json', JSON.stringify(problem)];
	const again =
		request.method === 'GET' && retryAfterSec !== undefined
			? `<meta http-equiv="refresh" content="${Number(retryAfterSec)}">`
			: '';
	const head = `<meta charset="utf-8">${again}<title>${title}</title>`;
	return ['text/html; charset=utf-8', `<!doctype html><html lang="en">${head}<p>${detail}</p></html>\n`];
}
