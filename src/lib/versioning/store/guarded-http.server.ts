import dns, { type LookupAddress } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { GitHttpRequest, GitHttpResponse, HttpClient } from 'isomorphic-git';
import { LookbackError } from '#lib/errors.ts';
import { limits } from './limits.ts';
import { isPublicAddress } from './public-address.server.ts';

const mostRedirects = 5;
const longestSilenceMs = 60_000;

/**
 * HTTP for fetching from addresses that people give. It asks public addresses alone, and hosts that are allowed by name: a
 * server must not be made to ask its own network. The address that was checked is the one connected to, so that a name
 * that means another address a moment later gains nothing; each redirect is checked like the first address.
 */
export function guardedHttp(allowedHosts: readonly string[], signal: AbortSignal): HttpClient {
	const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
	const counted = { bytes: 0 };
	return {
		async request(request: GitHttpRequest): Promise<GitHttpResponse> {
			const body = request.body ? Buffer.concat(await Array.fromAsync(request.body)) : null;
			const { method = 'GET', headers = {} } = request;
			let url = assertWebAddress(request.url);
			for (let redirects = 0; ; redirects++) {
				const response = await send(
					url,
					{ method, headers: sentTo(url, request.url, headers), body },
					allowed,
					signal
				);
				const status = response.statusCode ?? 0;
				const { location } = response.headers;
				if (status < 300 || status > 399 || location === undefined || method !== 'GET')
					return {
						url: url.href,
						method,
						statusCode: status,
						statusMessage: response.statusMessage ?? '',
						headers: response.headers as Record<string, string>,
						body: bounded(response, counted)
					};
				response.destroy();
				if (redirects === mostRedirects) throw refused(url, `it leads on more than ${mostRedirects} times`);
				const next = assertWebAddress(new URL(location, url).href);
				if (url.protocol === 'https:' && next.protocol === 'http:')
					throw refused(next, 'an https address leads to it, and it is not encrypted');
				url = next;
			}
		}
	};
}

/** @throws LookbackError `versioning/bad-address` for what is no http(s) address. */
export function assertWebAddress(text: string): URL {
	const url = URL.parse(text);
	if (url && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
	throw new LookbackError(
		'incorrect',
		'versioning/bad-address',
		`A repository is imported from an http or https address, or from a path; got ${JSON.stringify(text.slice(0, 200))}.`
	);
}

/** A password goes to the host it was given for, and to no other. */
function sentTo(url: URL, first: string, headers: Record<string, string>): Record<string, string> {
	if (url.origin === new URL(first).origin) return headers;
	return Object.fromEntries(
		Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization')
	);
}

interface Sent {
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly body: Buffer | null;
}

function send(
	url: URL,
	{ method, headers, body }: Sent,
	allowed: ReadonlySet<string>,
	signal: AbortSignal
): Promise<IncomingMessage> {
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const isAllowed = allowed.has(host.toLowerCase());
	// an address in place of a name is not looked up
	if (isIP(host) !== 0 && !isAllowed && !isPublicAddress(host)) throw notPublic(url, host);
	const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
	const { request } = url.protocol === 'https:' ? https : http;
	const options = { method, headers, signal, agent: false, lookup: lookupFor(url, isAllowed) };
	const sent = request(url, options, resolve);
	sent.setTimeout(longestSilenceMs, () => sent.destroy(refused(url, 'it does not answer')));
	sent.on('error', (cause) => reject(cause instanceof LookbackError ? cause : unreachable(url, cause)));
	sent.end(body ?? undefined);
	return promise;
}

/** Looks a name up and gives out what it means only where all of it is public. */
function lookupFor(url: URL, isAllowed: boolean): LookupFunction {
	return (hostname, options, callback) => {
		dns.lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
			const wrong =
				error || isAllowed ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
			if (error) callback(error, '');
			else if (wrong) callback(notPublic(url, wrong.address), '');
			else if (options.all) callback(null, addresses);
			else callback(null, addresses[0]!.address, addresses[0]!.family);
		});
	};
}

async function* bounded(
	response: IncomingMessage,
	counted: { bytes: number }
): AsyncIterableIterator<Uint8Array> {
	for await (const chunk of response as AsyncIterable<Buffer>) {
		counted.bytes += chunk.length;
		if (counted.bytes > limits.totalBytes)
			throw new LookbackError(
				'incorrect',
				'versioning/too-large',
				`The repository sends more than ${limits.totalBytes / 2 ** 20} MiB, which is what may come at once.`
			);
		yield chunk;
	}
}

function notPublic(url: URL, address: string): LookbackError {
	return refused(
		url,
		`it is at ${address}, which is not an address of the public internet; LOOKBACK_IMPORT_HOSTS may allow ${url.hostname} by name`
	);
}

function refused(url: URL, why: string): LookbackError {
	return new LookbackError('forbidden', 'versioning/address-refused', `${url.origin} is not asked: ${why}.`, {
		host: url.hostname
	});
}

function unreachable(url: URL, cause: Error): LookbackError {
	return new LookbackError(
		'unavailable',
		'versioning/unreachable',
		`${url.origin} cannot be reached: ${cause.message}.`,
		{ host: url.hostname },
		{ cause }
	);
}
