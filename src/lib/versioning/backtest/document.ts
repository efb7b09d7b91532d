import type { Instant } from '#lib/sky/time.ts';
import type { Parameters } from '../manifest.ts';
import type { Environment } from '../runtime/evaluation.ts';
import { differences, type Difference } from './comparison.ts';
import { leakKinds, type Leak, type LeakKind } from './leaks.ts';
import { leaksTogether, type PartResult, type Selection } from './part.ts';
import { quantile } from './spread.ts';

/** What was asked for: all that the result depends on beside the archive itself. */
export interface Asked {
	readonly analysis: string;
	readonly commit: string;
	readonly parameters: Parameters;
	readonly audience: string;
	readonly from_at: Instant;
	readonly to_at: Instant;
	readonly every: string;
	readonly basis_batch: string;
	readonly survey: string | null;
	readonly label: string | null;
	/** As known when the labels are. */
	readonly label_known_at: Instant | null;
}

/** How selections compare with a label. */
export interface Confusion {
	readonly label: string;
	readonly is_wanted: boolean;
	/** Subjects with it that were walked. */
	readonly walked: number;
	readonly selected: number;
	readonly missed: number;
}

export interface Quantiles {
	readonly p10: number | null;
	readonly p50: number | null;
	readonly p90: number | null;
	readonly most: number | null;
}

export interface LeakSummary {
	readonly kind: LeakKind;
	readonly description: string;
	readonly facts: number;
	readonly early_p50_sec: number | null;
	readonly early_p90_sec: number | null;
	readonly early_most_sec: number | null;
}

/** A back-test in numbers. */
export interface Summary {
	readonly objects: number;
	readonly evaluations: number;
	readonly selected: number;
	/** Seconds after the first alert known of a subject. */
	readonly latency_sec: Quantiles;
	readonly label: {
		readonly wanted_walked: number;
		readonly wanted_selected: number;
		readonly labelled_selected: number;
		/** Of the wanted that were walked, the share that was selected; null of none. */
		readonly completeness: number | null;
		/** Of the selected, the share that is wanted. */
		readonly purity: number | null;
		/** Of the selected that have a label, the share that is wanted. */
		readonly purity_labelled: number | null;
		/** Of the wanted that were selected. */
		readonly latency_sec: Quantiles;
	} | null;
	/** What the cut at epochs would have selected, and how that differs. */
	readonly cut: {
		readonly selected: number;
		readonly only_by_cut: number;
		readonly missed_by_cut: number;
		readonly earlier: number;
		readonly later: number;
		readonly early_sec: Quantiles;
		readonly completeness: number | null;
		readonly purity: number | null;
	};
	readonly leaks: readonly LeakSummary[];
}

/** The document of a back-test: the same bytes for the same question, however often it was interrupted. */
export interface BackTestDocument extends Asked {
	readonly lookback: 1;
	readonly environment: Environment;
	readonly summary: Summary;
	readonly selections: readonly Selection[];
	readonly differences: readonly Difference[];
	readonly leaks: readonly Leak[];
	readonly confusion: readonly Confusion[];
}

/** Subjects' labels, as far as a document needs them. */
export interface LabelSet {
	readonly of: ReadonlyMap<string, string>;
	readonly wanted: ReadonlySet<string> | null;
}

/** Makes the document of all parts. */
export function documentOf(
	asked: Asked,
	parts: readonly PartResult[],
	labels: LabelSet | null
): BackTestDocument {
	const selections = firstOf(parts.flatMap((part) => part.selections));
	const cut = firstOf(parts.flatMap((part) => part.cut_selections));
	const different = differences(
		selections,
		cut,
		parts.flatMap((part) => part.because)
	);
	const leaks = leaksTogether(parts.map((part) => part.leaks));
	const walked = new Set(parts.flatMap((part) => part.labelled));
	const confusion = labels ? confusionOf(labels, walked, selections) : [];
	const ofChange = (change: Difference['change']) => different.filter((one) => one.change === change);
	const labelled = labels && labelSummary(labels, confusion, selections);
	const cutLabelled = labels && labelSummary(labels, confusionOf(labels, walked, cut), cut);
	return {
		lookback: 1,
		...asked,
		environment: parts[0]?.environment ?? {},
		summary: {
			objects: total(parts.map((part) => part.objects)),
			evaluations: total(parts.map((part) => part.evaluations)),
			selected: selections.length,
			latency_sec: quantiles(selections.map((one) => one.latency_sec)),
			label: labelled,
			cut: {
				selected: cut.length,
				only_by_cut: ofChange('only-by-cut').length,
				missed_by_cut: ofChange('missed-by-cut').length,
				earlier: ofChange('earlier').length,
				later: ofChange('later').length,
				early_sec: quantiles(ofChange('earlier').map((one) => one.early_sec)),
				completeness: cutLabelled?.completeness ?? null,
				purity: cutLabelled?.purity ?? null
			},
			leaks: Object.entries(leaks).map(([kind, { count, early, examples }]) => ({
				kind: kind as LeakKind,
				description: leakKinds[kind as LeakKind],
				facts: count,
				early_p50_sec: quantile(early, 0.5, examples[0]?.early_sec),
				early_p90_sec: quantile(early, 0.9, examples[0]?.early_sec),
				early_most_sec: examples[0]?.early_sec ?? null
			}))
		},
		selections,
		differences: different,
		leaks: Object.values(leaks).flatMap(({ examples }) => examples),
		confusion
	};
}

/** Facts that a cut at epochs shows early, but for the usual delay of alerts. */
export function leakedFacts({ leaks }: Summary): number {
	return total(leaks.filter(({ kind }) => kind !== 'delay').map(({ facts }) => facts));
}

/** The first selection of each subject, in time. */
function firstOf(selections: readonly Selection[]): Selection[] {
	const inTime = selections.toSorted(
		(a, b) => a.selected_at - b.selected_at || compare(a.subject, b.subject) || compare(a.item, b.item)
	);
	const seen = new Set<string>();
	return inTime.filter(({ subject }) => !seen.has(subject) && seen.add(subject));
}

function labelSummary(labels: LabelSet, confusion: readonly Confusion[], selections: readonly Selection[]) {
	const isWanted = (subject: string) => {
		const label = labels.of.get(subject);
		return label !== undefined && (labels.wanted?.has(label) ?? true);
	};
	const wanted = confusion.filter((one) => one.is_wanted);
	const [walked, found] = [total(wanted.map((one) => one.walked)), total(wanted.map((one) => one.selected))];
	const labelled = selections.filter(({ subject }) => labels.of.has(subject)).length;
	return {
		wanted_walked: walked,
		wanted_selected: found,
		labelled_selected: labelled,
		completeness: share(found, walked),
		purity: share(found, selections.length),
		purity_labelled: share(found, labelled),
		latency_sec: quantiles(
			selections.filter(({ subject }) => isWanted(subject)).map((one) => one.latency_sec)
		)
	};
}

function confusionOf(
	labels: LabelSet,
	walked: ReadonlySet<string>,
	selections: readonly Selection[]
): Confusion[] {
	const selected = new Set(selections.map(({ subject }) => subject));
	const subjects = [...walked.union(selected)].filter((subject) => labels.of.has(subject));
	return [...Map.groupBy(subjects, (subject) => labels.of.get(subject)!)]
		.sort(([a], [b]) => compare(a, b))
		.map(([label, among]) => {
			const found = among.filter((subject) => selected.has(subject)).length;
			return {
				label,
				is_wanted: labels.wanted?.has(label) ?? true,
				walked: among.length,
				selected: found,
				missed: among.length - found
			};
		});
}

/** Nearest rank: values that there are. */
function quantiles(seconds: readonly (number | null)[]): Quantiles {
	const sorted = seconds.filter((one) => one !== null).sort((a, b) => a - b);
	const at = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
	return { p10: at(0.1), p50: at(0.5), p90: at(0.9), most: at(1) };
}

function share(part: number, whole: number): number | null {
	return whole === 0 ? null : Math.round((part / whole) * 1e6) / 1e6;
}

function total(numbers: readonly number[]): number {
	return numbers.reduce((sum, one) => sum + one, 0);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
