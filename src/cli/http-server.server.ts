import { once } from 'node:events';
import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse
} from 'node:http';
import { isIPv6, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LookbackError } from '#lib/errors.ts';
import { networkOf } from './client-address.server.ts';
import { answerUnreadable, mostHeadBytes } from './unreadable-request.server.ts';

/** An HTTP server that listens from the first moment, and answers 503 until it has been given what to serve. */
export interface HttpServer {
	/** `http://host:port`, with the port the operating system chose when 0 was asked for. */
	readonly address: string;
	serve(handler: RequestListener): void;
	/** Takes no more connections, lets requests under way end for a moment, then cuts them. */
	close(): Promise<void>;
}

/** How long clients may take, in milliseconds, and how many there may be. */
export interface ConnectionLimits {
	/** From the first byte of a request to the end of its head. */
	readonly headMs: number;
	/** From the first byte of a request to its last. */
	readonly requestMs: number;
	/** Without a byte in either direction, while it is the client's turn; an answer that nobody reads ends after it. */
	readonly stallMs: number;
	/** Between requests. */
	readonly keepAliveMs: number;
	/** Connections at a time; further ones are closed as they come. */
	readonly connections: number;
	/** Of these one network address's. */
	readonly connectionsOfOne: number;
}

export const usualConnections: ConnectionLimits = {
	// a head is one packet of any line
	headMs: 10_000,
	// 64 MiB by a line of 2 Mbit/s
	requestMs: 300_000,
	// longer than a line that works is ever silent
	stallMs: 30_000,
	// longer than the idle time of the usual proxies (60 s), else they meet connections closed under their hands
	keepAliveMs: 65_000,
	// ten times 200 readers; each may have a body of 256 KiB or a page of a table in memory
	connections: 2048,
	// half of them: who opens as many as it can, and sends nothing, leaves room for others. A proxy has enough in these
	connectionsOfOne: 1024
};

const GRACE_MS = 2000;

/** Listens. Throws `unavailable` with one sentence when the port is in use or the host is not of this machine. */
export async function listen(
	host: string,
	port: number,
	limits: ConnectionLimits = usualConnections
): Promise<HttpServer> {
	let handler: RequestListener = (_, response) =>
		void response
			.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' })
			.end('Lookback is starting.\n');
	const exchanges = new WeakMap<Socket, Exchange>();
	const server = createServer(
		{
			headersTimeout: limits.headMs,
			requestTimeout: limits.requestMs,
			connectionsCheckingInterval: Math.min(limits.headMs, limits.requestMs) / 2,
			keepAliveTimeout: limits.keepAliveMs,
			maxHeaderSize: mostHeadBytes
		},
		(request, response) => {
			exchanges.set(request.socket, { request, response });
			handler(request, response);
		}
	);
	server.maxConnections = limits.connections;
	server.on('connection', sharingOut(limits.connectionsOfOne));
	server.on('clientError', (error, socket: Socket) => {
		const { headersSent, writableFinished } = exchanges.get(socket)?.response ?? {};
		// in the midst of an answer nothing else can be said
		if (headersSent && !writableFinished) socket.destroy();
		else answerUnreadable(error, socket);
	});
	server.setTimeout(limits.stallMs, (socket) => {
		const exchange = exchanges.get(socket);
		if (!exchange || !isOurTurn(exchange)) socket.destroy();
	});
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

/** Closes connections of a network address that has its share, as they come. */
function sharingOut(most: number): (socket: Socket) => void {
	const open = new Map<string, number>();
	return (socket) => {
		const network = networkOf(socket.remoteAddress ?? '');
		const count = open.get(network) ?? 0;
		if (count >= most) return void socket.destroy();
		open.set(network, count + 1);
		socket.once('close', () => {
			const left = open.get(network)! - 1;
			if (left === 0) open.delete(network);
			else open.set(network, left);
		});
	};
}

interface Exchange {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
}

/** Whether the client can only wait: all of the question has come, and it has taken what there is of the answer. */
function isOurTurn({ request, response }: Exchange): boolean {
	return request.complete && !response.writableFinished && request.socket.writableLength === 0;
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
