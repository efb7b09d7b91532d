/** A page's data as text, for pages that have no form of their own yet. */
export function factsOf(data: unknown): string {
	return JSON.stringify(
		data,
		(_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
		2
	);
}
