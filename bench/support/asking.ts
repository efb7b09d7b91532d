import { Agent, request } from 'node:http';

/** An answer over HTTP, as far as a benchmark looks at it. */
export interface Answer {
	/** HTTP status; 0 when the connection failed before there was one. */
	readonly status: number;
	/** From the question to the last byte of the answer. */
	readonly ms: number;
	readonly bytes: number;
	/** How long a refusal asks to wait, null where it does not say. */
	readonly retryAfterSec: number | null;
	/** What was asked and came back, or how the connection failed, where that is neither the answer nor a 429. */
	readonly failure: string | null;
}

const agent = new Agent({ keepAlive: true });

/** Asks and reads the whole answer; with a body it POSTs. A failed connection is an answer too: they are counted. */
export function ask(url: string, headers: Record<string, string> = {}, body?: Uint8Array): Promise<Answer> {
	const begin = performance.now();
	const { promise, resolve } = Promise.withResolvers<Answer>();
	const failed = (error: Error) =>
		resolve({
			status: 0,
			ms: performance.now() - begin,
			bytes: 0,
			retryAfterSec: null,
			failure: `${url}: ${error.message}`
		});
	const asked = request(
		url,
		{ agent, method: body ? 'POST' : 'GET', headers: { ...headers, 'content-length': body?.length ?? 0 } },
		(response) => {
			let bytes = 0;
			let beginning = '';
			const isExpected = [200, 429].includes(response.statusCode!);
			response.on('data', (chunk: Buffer) => {
				bytes += chunk.length;
				if (!isExpected && bytes < 100_000) beginning += chunk.toString();
			});
			response.on('error', failed);
			response.on('end', () => {
				const wait = response.headers['retry-after'];
				resolve({
					status: response.statusCode!,
					ms: performance.now() - begin,
					bytes,
					retryAfterSec: wait === undefined ? null : Number(wait),
					failure: isExpected ? null : `${response.statusCode} to ${url}: ${sentence(beginning)}`
				});
			});
		}
	);
	asked.on('error', failed);
	asked.end(body);
	return promise;
}

/** What a page or a problem says, without markup. */
function sentence(body: string): string {
	const text = body.replace(/^[^]*<main[^>]*>/, '').replace(/<[^>]*>/g, ' ');
	return text.replace(/\s+/g, ' ').slice(0, 300);
}
