import { formatBasis } from '#lib/archive/basis.ts';
import type { Context } from './context.server.ts';

/**
 * What an answer says about its basis and for how long it holds: for ever when the question pinned its basis.
 * An answer to a token is kept by nobody but who asked. Pages of other sites may read it: no cookie opens anything.
 */
export function basisHeaders({ bases, isAuthorised }: Context): Record<string, string> {
	const basis = bases.at(-1);
	const holds = bases.length > 0 && bases.every(({ pinned }) => pinned);
	const forWhom = isAuthorised ? 'private' : 'public';
	return {
		vary: 'Authorization',
		'access-control-allow-origin': '*',
		'access-control-expose-headers': 'Lookback-Basis, Link, Content-Disposition, Repr-Digest',
		'cache-control': holds ? `${forWhom}, max-age=31536000, immutable` : 'no-cache',
		...(basis && { 'lookback-basis': formatBasis(basis) })
	};
}

/** Makes a browser keep a file under a name; letters that file systems dislike become `_`. */
export function attachment(...parts: string[]): Record<string, string> {
	const name = parts.map((part) => part.replace(/[^\w.~+-]+/g, '_')).join('');
	return { 'content-disposition': `attachment; filename="${name.slice(-150)}"` };
}
