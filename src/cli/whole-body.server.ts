import { IncomingMessage } from 'node:http';
import { LookbackError } from '#lib/errors.ts';

/** A request that brings no body. */
function isBare({ headers }: IncomingMessage): boolean {
	return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
}

/** Whether a request says that its body is of at most so many bytes. */
export function isAtMost({ headers }: IncomingMessage, bytes: number): boolean {
	return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= bytes;
}

/**
 * The same request with its whole body at hand, so that whoever handles it waits for nobody's line.
 * @throws LookbackError `api/large-body`, `api/slow-body`, `api/cut-short`; the rest of the body is then thrown away.
 */
export async function withWholeBody(
	request: IncomingMessage,
	mostBytes: number,
	longestMs: number
): Promise<IncomingMessage> {
	if (isBare(request)) return request;
	const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
	const chunks: Buffer[] = [];
	let bytes = 0;
	const take = (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > mostBytes) reject(tooLarge(mostBytes));
		else chunks.push(chunk);
	};
	const timer = setTimeout(() => reject(tooSlow(longestMs)), longestMs);
	request.on('data', take);
	request.once('end', () => resolve(Buffer.concat(chunks)));
	request.once('close', () => reject(cutShort()));
	// what breaks a connection is told by 'close'
	request.on('error', () => undefined);
	try {
		return replayed(request, await promise);
	} finally {
		clearTimeout(timer);
		request.off('data', take);
		request.resume();
	}
}

/** A request as if it had just come, all of it. */
function replayed(request: IncomingMessage, body: Buffer): IncomingMessage {
	const { method, url, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders } = request;
	const replay = new IncomingMessage(request.socket);
	Object.assign(replay, {
		method,
		url,
		httpVersion,
		httpVersionMajor,
		httpVersionMinor,
		headers,
		rawHeaders
	});
	replay.push(body);
	replay.push(null);
	replay.complete = true;
	return replay;
}

function tooLarge(mostBytes: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'api/large-body',
		`The body must have at most ${mostBytes} bytes here; larger packets are sent to /api/ingest, and larger campaigns to /api/trpc/campaigns.save.`,
		{ mostBytes }
	);
}

function tooSlow(longestMs: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'api/slow-body',
		`The body must arrive within ${longestMs / 1000} s; it did not.`,
		{ longestMs }
	);
}

function cutShort(): LookbackError {
	return new LookbackError('incorrect', 'api/cut-short', 'The connection ended before the body did.');
}
