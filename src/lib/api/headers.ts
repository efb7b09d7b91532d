import { formatBasis } from '#lib/archive/basis.ts';
import type { Context } from './context.server.ts';

const microsecondsPerSecond = 1_000_000;

const forEverySite = {
	'access-control-allow-origin': '*',
	'access-control-expose-headers': 'Lookback-Basis, Lookback-Left-Out, Link, Content-Disposition, Repr-Digest'
};

/**
 * What an answer says about its basis (the answer to several calls, or a difference, rests on each of a list) and for
 * how long it holds: for ever when the question pinned its basis, or until
 * an embargo ends. An answer to a token or a session is kept by nobody but who asked. Programs of other sites may read
 * what is public: without credentials, which browsers do not send them.
 */
export function basisHeaders(context: Context): Record<string, string> {
	const bases = [...new Set(context.bases.map(formatBasis))];
	const until = context.holdsUntil();
	const forWhom = context.isAuthorised ? 'private' : 'public';
	const seconds = until === null ? 31_536_000 : Math.floor((until - context.now) / microsecondsPerSecond);
	const kept = `${forWhom}, max-age=${Math.min(seconds, 31_536_000)}`;
	return {
		vary: 'Authorization, Cookie',
		...(!context.isAuthorised && forEverySite),
		'cache-control': until === null ? `${kept}, immutable` : seconds > 0 ? kept : 'no-cache',
		...(bases.length > 0 && { 'lookback-basis': bases.join(', ') })
	};
}

/** Longest that page data are kept: they tell ages as of when they were asked for, in the shape that this build reads. */
const mostPageDataSeconds = 300;

/**
 * For how many seconds a browser may keep the data of a page, so that steps between moments at a pinned record are taken
 * from what it has; 0 where the question pins no basis.
 */
export function pageDataSeconds(context: Context): number {
	const until = context.holdsUntil();
	if (until === null) return mostPageDataSeconds;
	return Math.max(
		0,
		Math.min(Math.floor((until - context.now) / microsecondsPerSecond), mostPageDataSeconds)
	);
}

/** Makes a browser keep a file under a name; letters that file systems dislike become `_`. */
export function attachment(...parts: string[]): Record<string, string> {
	const name = parts.map((part) => part.replace(/[^\w.~+-]+/g, '_')).join('');
	return { 'content-disposition': `attachment; filename="${name.slice(-150)}"` };
}
