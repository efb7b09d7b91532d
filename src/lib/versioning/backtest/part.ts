import type { Instant } from '#lib/sky/time.ts';
import type { Environment } from '../runtime/evaluation.ts';
import type { Leak, LeakKind } from './leaks.ts';
import { addTo, sumOf, type Spread } from './spread.ts';

/** The first selection of a subject. */
export interface Selection {
	readonly subject: string;
	/** Object at whose turn it was selected. */
	readonly of: string;
	readonly item: string;
	readonly selected_at: Instant;
	/** When the first alert known of the object then was known. */
	readonly first_alert_at: Instant | null;
	readonly latency_sec: number | null;
	readonly reason: string | null;
	readonly score: number | null;
}

/** What the cut shows early, of one kind. */
export interface LeaksOfKind {
	readonly count: number;
	/** By how many seconds. */
	readonly early: Spread;
	/** The earliest. */
	readonly examples: readonly Leak[];
}

export type LeaksByKind = Partial<Record<LeakKind, LeaksOfKind>>;

/** Why a subject was selected earlier by the cut: facts it showed that were not known then. */
export interface Because {
	readonly subject: string;
	readonly kinds: Partial<Record<LeakKind, number>>;
}

/** What came of a part of a walk; JSON, so that it can be kept. */
export interface PartResult {
	readonly objects: number;
	readonly evaluations: number;
	readonly cut_evaluations: number;
	readonly selections: readonly Selection[];
	readonly cut_selections: readonly Selection[];
	readonly because: readonly Because[];
	/** Labelled subjects that were walked. */
	readonly labelled: readonly string[];
	readonly leaks: LeaksByKind;
	readonly environment: Environment;
}

/** So many of the worst are named. */
const mostExamples = 20;

/** Counts leaks by kind, and keeps the worst. */
export class LeakTally {
	readonly #kinds = new Map<LeakKind, { count: number; early: Spread; examples: Leak[] }>();

	add(leak: Leak): void {
		let one = this.#kinds.get(leak.kind);
		if (!one) this.#kinds.set(leak.kind, (one = { count: 0, early: {}, examples: [] }));
		one.count++;
		addTo(one.early, leak.early_sec);
		const least = one.examples.at(-1);
		if (one.examples.length < mostExamples || worstFirst(leak, least!) < 0)
			one.examples = worst([...one.examples, leak]);
	}

	get kinds(): LeaksByKind {
		return Object.fromEntries([...this.#kinds].sort(([a], [b]) => (a < b ? -1 : 1)));
	}
}

/** The leaks of several parts together. */
export function leaksTogether(parts: readonly LeaksByKind[]): LeaksByKind {
	const kinds = [...new Set(parts.flatMap((part) => Object.keys(part) as LeakKind[]))].sort();
	return Object.fromEntries(
		kinds.map((kind) => {
			const all = parts.flatMap((part) => part[kind] ?? []);
			const together = {
				count: all.reduce((sum, { count }) => sum + count, 0),
				early: sumOf(all.map(({ early }) => early)),
				examples: worst(all.flatMap(({ examples }) => examples))
			};
			return [kind, together];
		})
	);
}

function worst(leaks: readonly Leak[]): Leak[] {
	return leaks.toSorted(worstFirst).slice(0, mostExamples);
}

function worstFirst(a: Leak, b: Leak): number {
	return (
		b.early_sec - a.early_sec ||
		(a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : a.fact < b.fact ? -1 : 1)
	);
}
