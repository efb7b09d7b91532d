import { availableParallelism } from 'node:os';
import type { Handle, HandleServerError, RequestEvent, ResolveOptions } from '@sveltejs/kit';
import { noteRefused } from '#lib/access/people/refused-acts.server.ts';
import { contextOf, type Archive } from '#lib/api/context.server.ts';
import { actorOf } from '#lib/api/forms.server.ts';
import { badPath, isEncoded, isRepresentation } from '#lib/api/address.ts';
import { domainError, problemOf } from '#lib/api/errors.ts';
import { pageDataSeconds } from '#lib/api/headers.ts';
import { fault, logFault, problemResponse } from '#lib/api/respond.server.ts';
import { ownName } from '#lib/api/own-cookie.server.ts';
import { readSessionCookie } from '#lib/api/session-cookie.server.ts';
import { tellAccount } from '#lib/api/told-account.ts';
import { openStore } from '#lib/archive/index.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { Seals } from '#lib/db/seals.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { Searches } from '#lib/planner/plans/index.server.ts';
import { instantFromUnixMilliseconds } from '#lib/sky/time.ts';
import { colourScheme, readTheme, themeCookie } from '#lib/ui/parts/theme.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { readConfig } from './config.server.ts';

let archive: Archive | undefined;

const clock = () => instantFromUnixMilliseconds(Date.now());

/** The slowest page measured takes 50 ms: what takes so much longer asks for far too much. */
const longestStatementMs = 20_000;

/** Opened by the first request that asks, so that a build needs no database. */
function openArchive(): Archive {
	if (archive) return archive;
	const config = readConfig(process.env);
	if (config.databaseUrl === null)
		throw new LookbackError(
			'unavailable',
			'routes/no-database',
			'DATABASE_URL names no database; `lookback serve` sets it.'
		);
	const database = openDatabase(config.databaseUrl, {
		role: 'lookback_app',
		statementMs: longestStatementMs
	});
	// packets have connections of their own: neither they nor questions wait for the other's
	const intake = openDatabase(config.databaseUrl, { role: 'lookback_app' });
	const seals = new Seals(database, clock);
	const searches = new Searches(availableParallelism(), unheardSentence);
	// `lookback serve` waits for what it is handed, before it lets go of the database
	process.on('sveltekit:shutdown', (_reason: unknown, wait?: (end: Promise<unknown>) => void) => {
		seals.close();
		const end = searches.close().then(() => Promise.all([database.close(), intake.close()]));
		if (wait) wait(end);
		else void end;
	});
	return (archive = {
		database,
		intake,
		store: openStore(config),
		software: openSoftware(config.dataDir),
		seals,
		searches
	});
}

/** What is said of an error that comes while no request waits for it. */
function unheardSentence(error: unknown): string {
	return (domainError(error) ?? fault(logFault('looking for a better plan', error))).message;
}

/** SvelteKit answers a path it cannot decode with a page; programs get a problem. */
function refusedPath(pathname: string): Response | null {
	if (!isRepresentation(pathname) && !pathname.startsWith('/api/')) return null;
	return isEncoded(pathname) ? null : problemResponse(problemOf(badPath(pathname)));
}

/** Puts the reader's theme into the page before it is drawn. */
function themed({ cookies, url }: RequestEvent): ResolveOptions {
	const theme = readTheme(cookies.get(ownName(themeCookie, url)));
	const attribute = theme === null ? '' : `data-theme="${theme}"`;
	const filled = (html: string) =>
		html.replace('%lookback.theme%', attribute).replace('%lookback.scheme%', colourScheme(theme));
	return { transformPageChunk: ({ html }) => filled(html) };
}

/** What a form can send: browsers send that anywhere for any site, other types only after asking (WHATWG Fetch). */
const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/**
 * A browser sends its session along with whatever another site makes it send, so what changes anything must come from a
 * page of this portal; and so must every form, by which another site might sign a reader in as somebody else. The API
 * knows programs by their tokens, which no other site has: without a session it takes what it is sent.
 */
function refusedForgery({ request, url }: RequestEvent, session: string | null): Response | null {
	if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return null;
	if (request.headers.get('origin') === url.origin) return null;
	const type = request.headers.get('content-type')?.split(';', 1)[0]!.trim().toLowerCase() ?? '';
	const isForm = formTypes.includes(type) && !url.pathname.startsWith('/api/');
	if (session === null && !isForm) return null;
	const error = new LookbackError(
		'forbidden',
		'api/another-site',
		'Forms, and whatever else a signed-in browser sends, must come from a page of this portal; programs send a token to /api/ instead.'
	);
	return problemResponse(problemOf(error));
}

/** Method and path for a log; of a link that signs in and of a calendar, whose paths hold their secret, the route. */
function asked({ request, route, url }: RequestEvent): string {
	return `${request.method} ${route.id?.includes('[secret]') ? route.id : url.pathname}`;
}

/** Notes who was refused what they may not do. Where that fails, they are refused all the same. */
async function noteRefusal(event: RequestEvent): Promise<void> {
	const { context } = event.locals;
	try {
		const { kind } = await context.viewer();
		if (kind !== 'person') return;
		await noteRefused(context.archive.database, await actorOf(event), asked(event), context.now);
	} catch (error) {
		logFault(`noting as refused ${asked(event)}`, error);
	}
}

/** Tells whoever let an act in by whose account it was sent, so that acts are counted by account from then on. */
async function tellSender({ locals, platform }: RequestEvent): Promise<void> {
	if (!platform || !locals.context.isAuthorised) return;
	// credentials that are nobody's were refused, and an account that cannot be looked up tells nothing
	const viewer = await locals.context.viewer().catch(() => null);
	if (viewer && viewer.kind !== 'public') tellAccount(platform.req, `${viewer.kind} ${viewer.name}`);
}

export const handle: Handle = async ({ event, resolve }) => {
	const now = clock();
	const authorization = event.request.headers.get('authorization');
	const session = authorization === null ? readSessionCookie(event.cookies, event.url) : null;
	event.locals.context = contextOf(openArchive, { authorization, session }, now);
	event.locals.session = session;
	const response =
		refusedPath(event.url.pathname) ??
		refusedForgery(event, session) ??
		(await resolve(event, themed(event)));
	const { pageBasis } = event.locals;
	if (pageBasis) {
		response.headers.set('lookback-basis', pageBasis);
		const { context } = event.locals;
		// a page carries its reader's theme and links to this build's files: it is asked for anew each time
		const kept = event.isDataRequest && !context.isAuthorised ? pageDataSeconds(context) : 0;
		response.headers.set('cache-control', kept > 0 ? `private, max-age=${kept}` : 'private, no-cache');
	}
	// a browser that several people use keeps nothing of what one of them saw, who signs out and goes; nor a token's text
	if (session !== null) response.headers.set('cache-control', 'no-store');
	else if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
	if (!/\bcookie\b/i.test(response.headers.get('vary') ?? ''))
		response.headers.append('vary', 'Authorization, Cookie');
	if (response.status === 403) await noteRefusal(event);
	if (event.request.method === 'POST') await tellSender(event);
	return response;
};

export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status === 404)
		return { message: `There is no page at ${event.url.pathname}.`, code: 'routes/no-page' };
	if (status < 500) return { message, code: 'routes/bad-request' };
	const id = logFault(asked(event), error);
	return { message: `Something went wrong here; it has been logged as ${id}.`, code: 'routes/fault' };
};
