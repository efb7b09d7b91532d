/**
 * The folder of a Unix socket, where a URL names one in libpq's way (`postgres://user:password@%2Frun%2Fpg/name`).
 * postgres.js does not decode it: spread this into its options, `postgres(url, { ...socketHost(url) })`.
 */
export function socketHost(url: string): { host?: string } {
	const host = decodeURIComponent(new URL(url).hostname);
	return host.startsWith('/') ? { host } : {};
}

/** The same server and account, another database. */
export function withDatabaseName(url: string, database: string): string {
	const other = new URL(url);
	other.pathname = `/${encodeURIComponent(database)}`;
	return other.href;
}

/** A database URL fit for people's eyes: without its password. */
export function withoutPassword(url: string): string {
	const shown = new URL(url);
	shown.password = '';
	return shown.href;
}
