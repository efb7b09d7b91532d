/** A value as JSON can hold it: whole numbers beyond 2^53 as text, bytes as base64, maps as objects. */
export function plain(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainValue(each)]));
}

function plainValue(value: unknown): unknown {
	if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
	if (value instanceof Map) return plain(Object.fromEntries(value));
	if (Array.isArray(value)) return value.map(plainValue);
	return typeof value === 'object' && value !== null ? plain(value as Record<string, unknown>) : value;
}

/** JSON text with the members of every object in the order of their names: the same for the same content. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_, each: unknown) =>
		typeof each === 'bigint'
			? String(each)
			: typeof each === 'object' && each !== null && !Array.isArray(each)
				? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
				: each
	);
}

/** An object without some of its members. */
export function omit(
	value: Readonly<Record<string, unknown>>,
	...names: readonly string[]
): Record<string, unknown> {
	return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
