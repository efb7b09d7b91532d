import type { Duplex } from 'node:stream';
import { problemOf } from '#lib/api/errors.ts';
import { LookbackError } from '#lib/errors.ts';

/** A head of more bytes is refused. */
export const mostHeadBytes = 16 * 1024;

const refusals: Record<string, { status: number; code: string; sentence: string }> = {
	HPE_HEADER_OVERFLOW: {
		status: 431,
		code: 'api/long-head',
		sentence: `The address and the headers of a request must have at most ${mostHeadBytes} bytes together.`
	},
	ERR_HTTP_REQUEST_TIMEOUT: {
		status: 408,
		code: 'api/slow-request',
		sentence: 'The request took too long to arrive; send it again.'
	}
};

const notHttp = {
	status: 400,
	code: 'api/not-http',
	sentence: 'What was sent is not a request of HTTP/1.1 (RFC 9112).'
};

/** Answers what Node's parser could not read as a request, with a problem, and closes the connection. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
	if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
	const { status, code, sentence } = refusals[error.code ?? ''] ?? notHttp;
	const problem = problemOf(new LookbackError('incorrect', code, sentence), status);
	const body = JSON.stringify(problem);
	const head = [
		`HTTP/1.1 ${status} ${problem.title}`,
		'content-type: application/problem+json',
		`content-length: ${Buffer.byteLength(body)}`,
		'cache-control: no-store',
		'x-content-type-options: nosniff',
		'connection: close'
	];
	socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
