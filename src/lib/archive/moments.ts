import type { Instant } from '#lib/sky/time.ts';

/** When what is known about something changes, around a basis. */
export interface Moments {
	/** Of the change before the latest one known at the basis; null where that is the first. */
	readonly earlier: Instant | null;
	/** Of the next change after the basis; null where none is known yet. */
	readonly later: Instant | null;
}

/** The changes themselves: all of them, or those nearest to the basis. */
export interface Changes {
	/** In order, each once. */
	readonly at: readonly Instant[];
	/** How many there are in all. */
	readonly count: number;
}

/** Most changes that are told on either side of the basis. */
export const mostOnASide = 150;

/** The changes at some moments, given in any order and as often as something changed at them, around `knownAt`. */
export function changesAmong(
	moments: Iterable<Instant>,
	knownAt: Instant
): Moments & { readonly moments: Changes } {
	const all = [...new Set(moments)].sort((a, b) => a - b);
	const next = all.findIndex((one) => one > knownAt);
	const known = next === -1 ? all.length : next;
	return {
		earlier: all[known - 2] ?? null,
		later: all[known] ?? null,
		moments: { at: all.slice(Math.max(0, known - mostOnASide), known + mostOnASide), count: all.length }
	};
}

/** The T0 from which times on a page may be counted. */
export interface Origin {
	/** What happened then, to stand behind "T0 is": `the time of the event`. */
	readonly label: string;
	readonly at: Instant;
}
