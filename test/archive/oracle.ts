import type { Instant } from '#lib/sky/time.ts';

/** One telling of a version of a fact, as a list entry. */
export interface Telling {
	readonly key: number;
	readonly version: bigint;
	readonly origin: 'own' | 'history';
	readonly collection: string;
	/** What decides where a collection opens a while after observation. */
	readonly moment: Instant;
	readonly knownAt: Instant;
	readonly batch: bigint;
}

export interface Verdict {
	readonly key: number;
	readonly version: bigint;
	readonly withdrawn: boolean;
	readonly collection: string;
	readonly moment: Instant;
	readonly knownAt: Instant;
	readonly batch: bigint;
}

export interface Reader {
	readonly knownAt: Instant;
	readonly batch: bigint;
	readonly collections: readonly string[];
	readonly opening: ReadonlyMap<string, Instant>;
}

/**
 * What is known of fact `key` at a basis, by the definition alone: the version whose first visible telling is latest,
 * shown by its best telling, unless the latest visible verdict on it is that it is withdrawn.
 */
export function known(
	tellings: readonly Telling[],
	verdicts: readonly Verdict[],
	key: number,
	reader: Reader
) {
	const visible = <T extends Telling | Verdict>(all: readonly T[]) =>
		all.filter(
			(one) =>
				one.key === key &&
				one.knownAt <= reader.knownAt &&
				one.batch <= reader.batch &&
				(reader.collections.includes(one.collection) ||
					one.moment <= (reader.opening.get(one.collection) ?? -Infinity))
		);
	const told = visible(tellings);
	const first = (version: bigint) =>
		Math.min(...told.filter((t) => t.version === version).map((t) => t.knownAt));
	const inForce = [...new Set(told.map((t) => t.version))].sort(
		(a, b) => first(b) - first(a) || (a < b ? 1 : -1)
	)[0];
	if (inForce === undefined) return null;
	const best = told
		.filter((t) => t.version === inForce)
		.sort(
			(a, b) =>
				Number(a.origin === 'history') - Number(b.origin === 'history') ||
				a.knownAt - b.knownAt ||
				(a.collection < b.collection ? -1 : 1)
		)[0]!;
	const verdict = visible(verdicts)
		.filter((v) => v.version === inForce)
		.sort((a, b) => b.knownAt - a.knownAt || Number(b.withdrawn) - Number(a.withdrawn))[0];
	if (verdict?.withdrawn) return null;
	return {
		version: inForce,
		collection: best.collection,
		knownAt: first(inForce) as Instant,
		origin: best.origin
	};
}
