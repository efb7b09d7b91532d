import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { LookbackError } from '#lib/errors.ts';

/** A facility's system on the network. */
export interface FacilityAddress {
	readonly name: string;
	/** Without a stroke at its end. */
	readonly url: string;
	/** Value of the Authorization header, or null. */
	readonly authorization: string | null;
}

export interface Reply {
	readonly status: number;
	/** What its JSON says; null for an empty body. */
	readonly body: unknown;
}

const longestMs = 20_000;
const mostBytes = 4 * 2 ** 20;

/**
 * Asks a facility's system something in JSON. Refusals (4xx) are replies like others.
 * @throws LookbackError `planner/facility-unreachable` where none comes in 20 s or it has a fault (5xx, 429),
 * `planner/facility-nonsense` where the reply is no JSON or larger than 4 MiB.
 */
export async function askFacility(
	{ name, url, authorization }: FacilityAddress,
	method: 'GET' | 'POST' | 'PUT' | 'DELETE',
	path: string,
	body?: object
): Promise<Reply> {
	let status: number;
	let text: string;
	try {
		const response = await fetch(url + path, {
			method,
			// a token goes to the address it was given for, and nowhere else
			redirect: 'error',
			signal: AbortSignal.timeout(longestMs),
			headers: {
				accept: 'application/json',
				...(authorization !== null && { authorization }),
				...(body && { 'content-type': 'application/json' })
			},
			...(body && { body: JSON.stringify(body) })
		});
		status = response.status;
		text = await read(name, response);
	} catch (cause) {
		if (cause instanceof LookbackError) throw cause;
		const why =
			(cause as Error).name === 'TimeoutError' ? `no reply came in ${longestMs / 1000} s` : causeOf(cause);
		throw unreachable(name, why, cause);
	}
	if (status >= 500 || status === 429) throw unreachable(name, `it answered with the status ${status}`);
	if (text.trim() === '') return { status, body: null };
	try {
		return { status, body: JSON.parse(text) as unknown };
	} catch (cause) {
		throw nonsense(name, `its reply (status ${status}) is no JSON`, cause);
	}
}

async function read(name: string, { body }: Response): Promise<string> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body === null ? [] : Readable.fromWeb(body as WebStream<Uint8Array>)) {
		chunks.push(chunk as Uint8Array);
		bytes += (chunk as Uint8Array).length;
		if (bytes > mostBytes) throw nonsense(name, `its reply is larger than ${mostBytes} bytes`);
	}
	return Buffer.concat(chunks).toString();
}

function causeOf(error: unknown): string {
	const { message, cause } = error as Error;
	return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message;
}

function unreachable(name: string, why: string, cause?: unknown): LookbackError {
	return new LookbackError(
		'unavailable',
		'planner/facility-unreachable',
		`The system of ${name} cannot be asked at the moment: ${why}.`,
		{ name },
		{ cause }
	);
}

/** Says that a reply is not as its form has it. */
export function nonsense(name: string, why: string, cause?: unknown): LookbackError {
	return new LookbackError(
		'unavailable',
		'planner/facility-nonsense',
		`The reply of ${name} is not understood: ${why}.`,
		{ name },
		{ cause }
	);
}
