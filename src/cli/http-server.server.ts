import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LookbackError } from '#lib/errors.ts';

/** An HTTP server that listens from the first moment, and answers 503 until it has been given what to serve. */
export interface HttpServer {
	/** `http://host:port`, with the port the operating system chose when 0 was asked for. */
	readonly address: string;
	serve(handler: RequestListener): void;
	/** Takes no more connections, lets requests under way end for a moment, then cuts them. */
	close(): Promise<void>;
}

const GRACE_MS = 2000;
/** Longer than the idle time of the usual proxies (60 s), else they meet connections closed under their hands. */
const KEEP_ALIVE_MS = 65_000;

/** Listens. Throws `unavailable` with one sentence when the port is in use or the host is not of this machine. */
export async function listen(host: string, port: number): Promise<HttpServer> {
	let handler: RequestListener = (_, response) =>
		void response.writeHead(503, { 'retry-after': '1' }).end('Lookback is starting.\n');
	const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
		handler(request, response)
	);
	let closing: Promise<void> | undefined;
	server.listen(port, host);
	try {
		await once(server, 'listening');
	} catch (cause) {
		throw cannotListen(host, port, cause as NodeJS.ErrnoException);
	}
	const { port: actualPort } = server.address() as AddressInfo;
	return {
		address: `http://${isIPv6(host) ? `[${host}]` : host}:${actualPort}`,
		serve: (next) => (handler = next),
		close: () => (closing ??= close(server))
	};
}

async function close(server: Server): Promise<void> {
	const closed = once(server, 'close');
	server.close();
	server.closeIdleConnections();
	await Promise.race([closed, sleep(GRACE_MS, undefined, { ref: false })]);
	server.closeAllConnections();
	await closed;
}

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): LookbackError {
	const why: Record<string, string> = {
		EADDRINUSE: 'it is in use. End what listens there, or set LOOKBACK_PORT to another port',
		EACCES: 'this user may not use it. Set LOOKBACK_PORT to a port above 1023',
		EADDRNOTAVAIL: 'this machine has no such address. Set LOOKBACK_HOST to one it has, or to 0.0.0.0 for all',
		ENOTFOUND:
			'nobody knows that host. Set LOOKBACK_HOST to an address of this machine, or to 0.0.0.0 for all'
	};
	return new LookbackError(
		'unavailable',
		'cli/cannot-listen',
		`Lookback cannot listen on port ${port} of ${host}: ${why[cause.code ?? ''] ?? cause.message}.`,
		{ host, port },
		{ cause }
	);
}
