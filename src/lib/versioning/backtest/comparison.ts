import type { Instant } from '#lib/sky/time.ts';
import type { LeakKind } from './leaks.ts';
import type { Because, Selection } from './part.ts';

/** How a subject's selection by the cut at epochs differs from the one by what was known. */
export interface Difference {
	readonly subject: string;
	readonly change: 'only-by-cut' | 'missed-by-cut' | 'earlier' | 'later';
	readonly selected_at: Instant | null;
	readonly cut_selected_at: Instant | null;
	/** By how much the cut is earlier, where both select. */
	readonly early_sec: number | null;
	/** Facts that the cut showed at its selection and that were not known then, by kind. */
	readonly because: Partial<Record<LeakKind, number>>;
}

const places = ['only-by-cut', 'missed-by-cut', 'earlier', 'later'];

/** Subjects selected differently, those that only one of the two selects first, then the earliest. */
export function differences(
	known: readonly Selection[],
	cut: readonly Selection[],
	because: readonly Because[]
): Difference[] {
	const [byKnown, byCut] = [bySubject(known), bySubject(cut)];
	const why = new Map(because.map(({ subject, kinds }) => [subject, kinds]));
	return [...new Set([...byKnown.keys(), ...byCut.keys()])]
		.flatMap((subject): Difference[] => {
			const [here, there] = [byKnown.get(subject) ?? null, byCut.get(subject) ?? null];
			const early = here && there ? here.selected_at - there.selected_at : null;
			if (early === 0) return [];
			const change =
				early === null ? (there ? 'only-by-cut' : 'missed-by-cut') : early > 0 ? 'earlier' : 'later';
			return [
				{
					subject,
					change,
					selected_at: here?.selected_at ?? null,
					cut_selected_at: there?.selected_at ?? null,
					early_sec: early === null ? null : Math.round(early / 1e6),
					because: why.get(subject) ?? {}
				}
			];
		})
		.sort(
			(a, b) =>
				places.indexOf(a.change) - places.indexOf(b.change) ||
				(b.early_sec ?? 0) - (a.early_sec ?? 0) ||
				(a.subject < b.subject ? -1 : 1)
		);
}

function bySubject(selections: readonly Selection[]): Map<string, Selection> {
	return new Map(selections.map((one) => [one.subject, one]));
}
