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

/** The same page in another format: its path with a suffix such as `.csv`, query kept but for the page's own cursor. */
export function inFormat(url: URL, suffix: string): string {
	const next = new URL(url);
	next.pathname = `${next.pathname.replace(/\/$/, '') || '/index'}${suffix}`;
	return withParameters(next, { cursor: null });
}

/** The parameters a GET form must carry along as hidden fields, since submitting replaces the query. */
export function carriedParameters(url: URL, except: readonly string[]): [name: string, value: string][] {
	return [...url.searchParams].filter(([name]) => !except.includes(name));
}
