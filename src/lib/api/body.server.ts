import { LookbackError } from '#lib/errors.ts';
import { Turns } from './turns.ts';

/** Bodies of at most so many bytes are at hand before a request is worked on; larger ones are read where they are wanted. */
export const wholeBodyBytes = 256 * 1024;

/** How large a body may be, and in words what it is and what is to be done with a larger one. */
export interface BodyLimit {
	readonly mostMiB: number;
	readonly wanted: string;
	readonly otherwise: string;
}

export const packetLimit: BodyLimit = {
	mostMiB: 64,
	wanted: 'a packet, or an archive of packets',
	otherwise: "load larger archives with 'lookback ingest'"
};

/** A request's body. @throws LookbackError `api/no-body`, `api/large-body`. */
export async function readBody(request: Request, limit = packetLimit): Promise<Uint8Array<ArrayBuffer>> {
	const mostBytes = limit.mostMiB * 2 ** 20;
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = request.body?.getReader();
	try {
		for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
			length += read.value.length;
			if (length > mostBytes) throw tooLarge(limit);
			chunks.push(read.value);
		}
	} catch (error) {
		// the server in front has a limit of its own (BODY_SIZE_LIMIT) and ends the body with this
		throw (error as { status?: unknown }).status === 413 ? tooLarge(limit) : error;
	}
	if (length > 0) return new Uint8Array(Buffer.concat(chunks, length));
	throw new LookbackError('incorrect', 'api/no-body', `The body must be ${limit.wanted}; it is empty.`);
}

function tooLarge({ mostMiB, otherwise }: BodyLimit): LookbackError {
	const mostBytes = mostMiB * 2 ** 20;
	return new LookbackError(
		'incorrect',
		'api/large-body',
		`The body must have at most ${mostBytes} bytes (${mostMiB} MiB); ${otherwise}.`,
		{ mostBytes }
	);
}

/** Long answers that are being written share so many turns, chunk by chunk, whatever their number. */
const writing = new Turns(2);

/** Bytes as a response's body, made only as fast as they are taken; a reader who leaves ends their making. */
export function streamBody(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
	return new ReadableStream({
		async pull(controller) {
			await writing.take();
			const { done, value } = await chunks.next().finally(() => writing.give());
			if (done) controller.close();
			else controller.enqueue(value);
		},
		async cancel() {
			await chunks.return(undefined);
		}
	});
}
