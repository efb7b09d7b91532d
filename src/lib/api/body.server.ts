import { LookbackError } from '#lib/errors.ts';
import { Turns } from './turns.ts';

/** A packet of more bytes is loaded with the command line. */
const mostBytes = 64 * 2 ** 20;

/** A request's body. @throws LookbackError `api/no-body`, `api/large-body`. */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = request.body?.getReader();
	try {
		for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
			length += read.value.length;
			if (length > mostBytes) throw tooLarge();
			chunks.push(read.value);
		}
	} catch (error) {
		// the server in front has a limit of its own (BODY_SIZE_LIMIT) and ends the body with this
		throw (error as { status?: unknown }).status === 413 ? tooLarge() : error;
	}
	if (length > 0) return new Uint8Array(Buffer.concat(chunks, length));
	throw new LookbackError(
		'incorrect',
		'api/no-body',
		'The body must be a packet, or an archive of packets; it is empty.'
	);
}

function tooLarge(): LookbackError {
	return new LookbackError(
		'incorrect',
		'api/large-body',
		`The body must have at most ${mostBytes} bytes (64 MiB); load larger archives with 'lookback ingest'.`,
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
