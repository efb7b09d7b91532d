import { formatInstant, type Instant } from '#lib/sky/time.ts';

/** What packets and analyses say in their own words: numbers below these keys are never ours to read as times. */
const othersOwn = new Set([
	'detail',
	'cites',
	'manifest',
	'parameters',
	'environment',
	'evidence',
	'summary'
]);

/** Names of moments: `known_at`, `at`, `public_from`. */
const moment = /^(?:.*_at|at|public_from|received_from)$/;

/**
 * A value as every door of the API says it in JSON: bigints as decimal text (programs would round them), bytes in
 * hexadecimal, Instants as ISO 8601, NaN as null, infinities as text. An Instant is known by its key, as the columns'
 * names are made.
 */
export function wire(value: unknown, key = ''): unknown {
	if (typeof value === 'bigint') return value.toString();
	if (typeof value === 'number') return wireNumber(value, key);
	if (value === null || typeof value !== 'object') return value;
	if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
	if (Array.isArray(value)) return value.map((item) => wire(item, key));
	return Object.fromEntries(
		Object.entries(value).map(([name, item]) => [name, othersOwn.has(name) ? item : wire(item, name)])
	);
}

function wireNumber(value: number, key: string): number | string | null {
	if (Number.isNaN(value)) return null;
	if (!Number.isFinite(value)) return String(value);
	return moment.test(key) ? formatInstant(value as Instant) : value;
}
