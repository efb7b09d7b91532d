import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Turns } from '#lib/api/turns.ts';
import { LookbackError } from '#lib/errors.ts';
import { refuse } from './refusal.server.ts';
import { isAtMost, withWholeBody } from './whole-body.server.ts';

/** How many requests of a kind are in work, and how many wait for that and how long. */
export interface Bounds {
	readonly atOnce: number;
	readonly waiting: number;
	readonly longestWaitMs: number;
	/** What a refused one is told to wait. */
	readonly retryAfterSec: number;
}

export interface AdmissionLimits {
	readonly reading: Bounds;
	/** Packets that are sent in, apart from the others: neither kind takes the other's turn. */
	readonly ingest: Bounds;
	/** Characters of an address with its query, which bounds the number of its parameters, too. */
	readonly mostUrlCharacters: number;
	/** Bodies up to this size are awaited before the request gets its turn; only packets may be larger. */
	readonly wholeBodyBytes: number;
	readonly wholeBodyMs: number;
}

/** Measured on two cores, one of them PostgreSQL's: `bench/load.ts`. */
export const usualLimits: AdmissionLimits = {
	reading: {
		// 4 keep both cores busy: 8 answered no more in a second, and later (pages at p50 231 ms, not 160)
		atOnce: 4,
		// with those in work more than the six connections of a browser; a crowd beyond that is refused at once
		waiting: 4,
		// it is their number that bounds the wait: a browser alone with a slow machine waits, and loses no form it sends
		longestWaitMs: 10_000,
		retryAfterSec: 2
	},
	ingest: {
		// one is read while the other writes: the ledger has one writer at a time; each may hold 64 MiB
		atOnce: 2,
		// they send their bodies when it is their turn, so that those who wait cost little
		waiting: 32,
		// programs rather wait than come again: 20 of them are served in 2 to 5 s
		longestWaitMs: 10_000,
		retryAfterSec: 5
	},
	// some 500 parameters, several times what the longest question of a page has
	mostUrlCharacters: 8192,
	// the usual packet, and any form or call; times the connections there may be, 512 MiB
	wholeBodyBytes: 256 * 1024,
	// 256 KiB by a line of 100 kbit/s
	wholeBodyMs: 20_000
};

/**
 * A handler that has at most so many requests in work, lets a few wait for a moment, and refuses the others. A turn is
 * over when the answer's head is sent: no client holds one by being slow, whether in sending or in reading.
 */
export function admitting(handler: RequestListener, limits: AdmissionLimits): RequestListener {
	const reading = gate(limits.reading);
	const ingest = gate(limits.ingest);
	const admit = async (request: IncomingMessage, response: ServerResponse) => {
		const address = request.url ?? '';
		if (address.length > limits.mostUrlCharacters) throw longAddress(address, limits.mostUrlCharacters);
		const isIngest = request.method === 'POST' && /^\/api\/(ingest|trpc\/[^?]*packets\.ingest)/.test(address);
		const isStreamed = /^\/api\/ingest(\?|$)/.test(address) && !isAtMost(request, limits.wholeBodyBytes);
		const whole = isStreamed
			? request
			: await withWholeBody(request, limits.wholeBodyBytes, limits.wholeBodyMs);
		const leave = await (isIngest ? ingest : reading)();
		// it may have waited for longer than its client
		if (response.destroyed) return leave();
		whenAnswered(response, leave);
		handler(whole, response);
	};
	return (request, response) => {
		if (request.url?.startsWith('/_app/')) return handler(request, response);
		admit(request, response).catch((error: unknown) => refuse(request, response, error));
	};
}

/** Waits for a turn; the answer ends it. Rejects with `api/busy`. */
function gate({ atOnce, waiting, longestWaitMs, retryAfterSec }: Bounds): () => Promise<() => void> {
	const turns = new Turns(atOnce, waiting);
	return async () => {
		if (!(await turns.take(longestWaitMs))) throw busy(retryAfterSec);
		return () => turns.give();
	};
}

/** Calls `leave` once: when the head of the answer is sent, or when there will be none. */
function whenAnswered(response: ServerResponse, leave: () => void): void {
	let hasLeft = false;
	const once = () => {
		if (!hasLeft) leave();
		hasLeft = true;
	};
	const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
	response.writeHead = (...head: unknown[]) => {
		once();
		return writeHead(...head);
	};
	response.once('close', once);
}

function busy(retryAfterSec: number): LookbackError {
	return new LookbackError(
		'busy',
		'api/busy',
		`Lookback has more to do at the moment than it can; ask again in ${retryAfterSec} s.`,
		{ retryAfterSec }
	);
}

function longAddress(address: string, most: number): LookbackError {
	return new LookbackError(
		'incorrect',
		'api/long-address',
		`The address must have at most ${most} characters with its query; it has ${address.length}.`,
		{ most }
	);
}
