import { readdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { projectFolder, type Config } from '../config.server.ts';
import { admitting, usualLimits } from './admission.server.ts';
import { setUsualHeaders } from './usual-headers.server.ts';

/**
 * Loads the portal that was built in the folder `build`. It reads its settings from the environment, as every SvelteKit server does, when it is
 * loaded; so they are put there first. What is more than it can do at once is refused before it.
 */
export async function loadPortal(
	build: string,
	config: Config,
	databaseUrl: string
): Promise<RequestListener> {
	process.env.DATABASE_URL = databaseUrl;
	process.env.LOOKBACK_DATA = config.dataDir;
	process.env.LOOKBACK_ROOT = projectFolder;
	// An empty variable is an absent one, as in compose files; adapter-node would take it for a value.
	for (const name of [
		'ORIGIN',
		'PROTOCOL_HEADER',
		'HOST_HEADER',
		'PORT_HEADER',
		'ADDRESS_HEADER',
		'XFF_DEPTH'
	])
		if (process.env[name] === '') delete process.env[name];
	// Packets are bigger than adapter-node's 512 kB.
	process.env.BODY_SIZE_LIMIT ||= '64M';
	// Without ORIGIN adapter-node takes every request for https, and refuses forms sent over plain http.
	if (!process.env.ORIGIN) process.env.PROTOCOL_HEADER ??= 'x-forwarded-proto';
	const { handler } = await import(pathToFileURL(join(build, 'handler.js')).href);
	const admitted = admitting(handler, usualLimits, config.toldAddress);
	return (request, response) => {
		// of several proxies the first told what the browser spoke; whatever else a client says there is http
		const isHttps = /^https *(,|$)/i.test(String(request.headers['x-forwarded-proto']));
		request.headers['x-forwarded-proto'] = isHttps ? 'https' : 'http';
		// bytes of no stated type are bytes (RFC 9110, 8.3); SvelteKit's adapter would drop them
		const hasBody = 'content-length' in request.headers || 'transfer-encoding' in request.headers;
		if (hasBody) request.headers['content-type'] ??= 'application/octet-stream';
		setUsualHeaders(response, config.origin?.startsWith('https:') ?? isHttps);
		admitted(request, response);
	};
}

/**
 * Loads the modules of all pages of the portal built in the folder `build`. SvelteKit loads those of a page when it is first asked for, and
 * everybody waits meanwhile, 0.1 s for some; here they are loaded one by one, and requests come between.
 */
export async function loadPages(build: string, signal: AbortSignal): Promise<void> {
	const folder = join(build, 'server');
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		if (signal.aborted) return;
		if (!name.endsWith('.js')) continue;
		await import(pathToFileURL(join(folder, name)).href);
		await turn();
	}
}

/** Tells the portal to end its streams and searches and to close its pools, and waits until it has, by SvelteKit's own event. */
export async function shutDownPortal(reason: string): Promise<void> {
	const ends: Promise<unknown>[] = [];
	const wait = (end: Promise<unknown>) => ends.push(end);
	(process as NodeJS.EventEmitter).emit('sveltekit:shutdown', reason, wait);
	await Promise.all(ends);
}
