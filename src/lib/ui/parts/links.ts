/** The parameters that say what an answer is as known at. */
export const momentParameters: readonly string[] = ['known', 'batch', 'basis', 'as_recorded'];

/** Those, and by whom: every link within the portal keeps them. */
export const basisParameters: readonly string[] = [...momentParameters, 'as_seen_by'];

/** The page's address with query parameters set, or taken away where null; path and query only. */
export function withParameters(url: URL, changes: Readonly<Record<string, string | null>>): string {
	const next = new URL(url);
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) next.searchParams.delete(name);
		else next.searchParams.set(name, value);
	}
	// A colon may stand in a query as it is; times stay readable.
	return (next.pathname + next.search).replaceAll('%3A', ':').replaceAll('%7E', '~');
}

/** Another page's address (`/objects?survey=ztf`), with the basis of the page at `url`. */
export function inBasis(url: URL, href: string): string {
	return withParameters(new URL(href, url), Object.fromEntries(basisOf(url)));
}

/** The parameters of the basis that a page's address has. */
export function basisOf(url: URL): [name: string, value: string][] {
	return [...url.searchParams].filter(([name, value]) => basisParameters.includes(name) && value !== '');
}

/**
 * The address of a comparison as one with the basis of its answer: there `to`, a moment or a basis, says what other
 * pages' `known` and `basis` say.
 */
export function withLaterAsBasis(url: URL): URL {
	const to = url.searchParams.get('to');
	if (!to) return url;
	const next = new URL(url);
	for (const name of ['to', ...momentParameters]) next.searchParams.delete(name);
	next.searchParams.set(to.includes('~') ? 'basis' : 'known', to);
	return next;
}

/** Address of the page about a subject (`objects/ztf/ZTF18abc`), in the basis of the page at `url`. */
export function subjectLink(url: URL, subject: string): string {
	return inBasis(url, `/${subject.split('/').map(encodeURIComponent).join('/')}`);
}

/** The address of one of a page's tables, by its name: what its files hold. */
export function tableAddress(url: URL, table: string): URL {
	return new URL(withParameters(url, { table }), url);
}

/**
 * What only pages take, by their paths: what a plot shows, whose night, which map, what a form was opened with, that
 * something was recorded; and where long tables begin (`alerts_from`).
 */
const pageParameters: readonly (readonly [path: RegExp, names: RegExp])[] = [
	[/^/, /^(y|site|recorded|\w+_from)$/],
	[/^\/events\/[^/]+$/, /^(map|map_name)$/],
	[/^\/observe$/, /^(subject|label|telescope|ask_to)$/]
];

function isOfPage(name: string, { pathname }: URL): boolean {
	return pageParameters.some(([path, names]) => path.test(pathname) && names.test(name));
}

/**
 * The same page in another format: its path with a suffix such as `.csv`, query kept but for the page's own parameters,
 * its cursor and, in JSON, which holds all of them, the table.
 */
export function inFormat(url: URL, suffix: string): string {
	const next = new URL(url);
	next.pathname = `${next.pathname.replace(/\/$/, '') || '/index'}${suffix}`;
	const own = Object.fromEntries(
		[...url.searchParams.keys()].filter((name) => isOfPage(name, url)).map((name) => [name, null])
	);
	return withParameters(next, { ...own, cursor: null, ...(suffix === '.json' && { table: null }) });
}

/**
 * The same as a whole address, pinned to a basis, that programs can ask for again and again; or, with null, to none. Of a
 * comparison it is the later one.
 */
export function pinnedAddress(url: URL, basis: string | null, suffix: string): string {
	const own = new URL(url);
	for (const name of momentParameters) own.searchParams.delete(name);
	if (basis !== null) own.searchParams.set(own.pathname === '/diff' ? 'to' : 'basis', basis);
	return `${url.origin}${inFormat(own, suffix)}`;
}

/** The parameters a GET form must carry along as hidden fields, since submitting replaces the query. */
export function carriedParameters(url: URL, except: readonly string[]): [name: string, value: string][] {
	return [...url.searchParams].filter(([name]) => !except.includes(name));
}
