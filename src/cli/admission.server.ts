import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isEncoded } from '#lib/api/address.ts';
import { wholeBodyBytes } from '#lib/api/body.server.ts';
import { Turns, type Share } from '#lib/api/turns.ts';
import { LookbackError } from '#lib/errors.ts';
import type { ToldAddress } from '../config.server.ts';
import { clientOf } from './client-address.server.ts';
import { KnownAccounts, showsCredential } from './known-accounts.server.ts';
import { refuse, refuseMethod } from './refusal.server.ts';
import { isAtMost, withWholeBody } from './whole-body.server.ts';

/** How many requests of a kind are in work, and how many wait for that and how long. */
export interface Bounds {
	readonly atOnce: number;
	readonly waiting: number;
	/** Of these one client's: what is left others get, however much that one asks. */
	readonly ofOne: Share;
	readonly longestWaitMs: number;
	/** What a refused one is told to wait. */
	readonly retryAfterSec: number;
}

export interface AdmissionLimits {
	readonly reading: Bounds;
	/** What is done with a token or a session, apart from the others: changes of the schedule, plans, forms. */
	readonly acting: Bounds;
	/** Packets, analyses and large campaigns that are sent in, apart from the others: neither kind takes the other's turn. */
	readonly ingest: Bounds;
	/** Those that follow what changes, for as long as they do: they take no turn of the others, and wait for none. */
	readonly following: Bounds;
	/** Characters of an address with its query, which bounds the number of its parameters, too. */
	readonly mostUrlCharacters: number;
	/** Bodies up to this size are awaited before the request gets its turn; only what is `streamed` may be larger. */
	readonly wholeBodyBytes: number;
	readonly wholeBodyMs: number;
	/** How long a request keeps its turn at most after its client has left: what it asked is worked on all the same. */
	readonly longestUnseenMs: number;
}

/** Measured on two cores, one of them PostgreSQL's: `bench/load.ts`. */
export const usualLimits: AdmissionLimits = {
	reading: {
		// 4 keep both cores busy: 8 answered no more in a second, and later (pages at p50 231 ms, not 160)
		atOnce: 5,
		waiting: 4,
		// together more than the six connections of a browser; a crowd beyond that is refused at once. Whoever asks four
		// questions that take their whole 20 s leaves a turn to everybody else
		ofOne: { atOnce: 4, waiting: 3 },
		// it is their number that bounds the wait: a browser alone with a slow machine waits, and loses no form it sends
		longestWaitMs: 10_000,
		retryAfterSec: 2
	},
	acting: {
		// the ledger has one writer at a time; the other is somebody else's
		atOnce: 2,
		// fifty who claim the same hour of a telescope at the same moment each get an answer, from one observatory, too
		waiting: 160,
		ofOne: { atOnce: 1, waiting: 80 },
		longestWaitMs: 20_000,
		retryAfterSec: 5
	},
	ingest: {
		// of two one is read while the other writes: the ledger has one writer at a time; each may hold 64 MiB
		atOnce: 3,
		// they send their bodies when it is their turn, so that those who wait cost little; a slow line holds its turn
		waiting: 32,
		ofOne: { atOnce: 2, waiting: 24 },
		// programs rather wait than come again: 20 of them are served in 2 to 5 s
		longestWaitMs: 10_000,
		retryAfterSec: 5
	},
	following: {
		// each is a socket and a few kilobytes; all of them are told within half a minute of each other
		atOnce: 512,
		waiting: 0,
		// a page each that somebody looks at: a group behind one address has some dozens
		ofOne: { atOnce: 64, waiting: 0 },
		longestWaitMs: 0,
		retryAfterSec: 30
	},
	// some 500 parameters, several times what the longest question of a page has
	mostUrlCharacters: 8192,
	// the usual packet, and any form or call; times the connections there may be, 512 MiB
	wholeBodyBytes,
	// 256 KiB by a line of 100 kbit/s
	wholeBodyMs: 20_000,
	// longer than a statement may take
	longestUnseenMs: 25_000
};

/**
 * A handler that has at most so many requests in work, lets a few wait for a moment, and refuses the others. A turn is
 * over when the answer is there: no client holds one by being slow, whether in sending or in reading.
 */
export function admitting(
	handler: RequestListener,
	limits: AdmissionLimits,
	told: ToldAddress | null
): RequestListener {
	const reading = gate(limits.reading);
	const acting = gate(limits.acting);
	const ingest = gate(limits.ingest);
	const accounts = new KnownAccounts();
	const following = gate(limits.following);
	const admit = async (request: IncomingMessage, response: ServerResponse) => {
		const address = request.url ?? '';
		if (address.length > limits.mostUrlCharacters) throw longAddress(address, limits.mostUrlCharacters);
		const path = pathOf(address);
		if (request.method === 'GET' && /^\/+api\/+trpc\/+changes\.follow\/*$/.test(path)) {
			const leave = await following(clientOf(request, told));
			if (response.destroyed) return leave();
			response.once('close', leave);
			return handler(request, response);
		}
		const isLarge = request.method === 'POST' && !isAtMost(request, limits.wholeBodyBytes);
		const isStreamed = isLarge && streamed.test(path);
		const isIngest = isStreamed || (request.method === 'POST' && sentIn.test(path));
		const whole = isStreamed
			? request
			: await withWholeBody(request, limits.wholeBodyBytes, limits.wholeBodyMs);
		const isAct = !isIngest && request.method === 'POST' && showsCredential(request);
		const account = isAct ? accounts.of(request) : null;
		const client = account === null ? clientOf(request, told) : `account ${account}`;
		const leave = await (isIngest ? ingest : isAct ? acting : reading)(client);
		if (isAct) response.once('finish', () => accounts.learn(whole));
		// it may have waited for longer than its client
		if (response.destroyed) return leave();
		whenAnswered(response, limits.longestUnseenMs, leave);
		handler(whole, response);
	};
	return (request, response) => {
		if (!isHost(request.headers.host)) return refuse(request, response, badHost());
		// the portal cannot be asked by it (WHATWG Fetch): SvelteKit would say no more than that it is bad
		if (request.method === 'TRACE') return refuseMethod(request, response);
		if (pathOf(request.url ?? '').startsWith('/_app/')) return handler(request, response);
		admit(request, response).catch((error: unknown) => refuse(request, response, error));
	};
}

/** Where packets and files of pointings are sent in, and the archives of analyses. */
const sentIn =
	/^\/(api\/((ingest|pointings)$|trpc\/.*(packets\.ingest|software\.push|pointings\.importFile))|software$)/;
/** What reads a large body itself, once it knows that its sender may send one: there, and where campaigns are told. */
const streamed = /^\/(api\/(ingest|pointings|trpc\/campaigns\.save)|software|pointings|campaigns(\/[^/]+)?)$/;

/** What a Host header may be: the portal puts it before the address, and would read on in it. */
function isHost(host: string | undefined): boolean {
	return host === undefined || /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host);
}

function badHost(): LookbackError {
	return new LookbackError(
		'incorrect',
		'api/bad-host',
		'The Host header must be a name or an address, with a port or without one.'
	);
}

/** The path of an address as the portal will read it: `/_app/../events` is `/events`. */
function pathOf(address: string): string {
	const { pathname } = URL.parse(`http://portal${address}`) ?? { pathname: address };
	return isEncoded(pathname) ? decodeURIComponent(pathname) : pathname;
}

/** Waits for a turn of a client; the answer ends it. Rejects with `api/busy`. */
function gate({ atOnce, waiting, ofOne, longestWaitMs, retryAfterSec }: Bounds) {
	const turns = new Turns(atOnce, waiting, ofOne);
	return async (client: string): Promise<() => void> => {
		if (!(await turns.take(client, longestWaitMs))) throw busy(retryAfterSec);
		return () => turns.give(client);
	};
}

/**
 * Calls `leave` once: when there is an answer, whose head is sent if its client is still there. Whoever leaves, and asks
 * again, has no more in work than who waits.
 */
function whenAnswered(response: ServerResponse, longestUnseenMs: number, leave: () => void): void {
	let hasLeft = false;
	const once = () => {
		if (!hasLeft) leave();
		hasLeft = true;
	};
	const [writeHead, end] = [response.writeHead.bind(response), response.end.bind(response)] as Answering[];
	response.writeHead = (...head: unknown[]) => {
		once();
		return writeHead!(...head);
	};
	// to a client that has left no head is written
	response.end = (...rest: unknown[]) => {
		once();
		return end!(...rest);
	};
	response.once('close', () => {
		if (!hasLeft) setTimeout(once, longestUnseenMs).unref();
	});
}

type Answering = (...given: unknown[]) => ServerResponse;

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
