import type { Answered } from './resources/resource.ts';

/** Address of the next page, null where there is none: the same question, pinned to the basis of this page. */
export function nextLink(url: URL, { basis, next_cursor }: Answered): string | null {
	if (!next_cursor) return null;
	const parameters = new URLSearchParams(url.searchParams);
	for (const name of ['known', 'batch', 'as_recorded']) parameters.delete(name);
	parameters.set('basis', basis);
	parameters.set('cursor', next_cursor);
	return `${url.pathname}?${parameters}`;
}

/** The same as a header (RFC 8288). */
export function nextLinkHeader(next: string | null): Record<string, string> {
	return next === null ? {} : { link: `<${next}>; rel="next"` };
}
