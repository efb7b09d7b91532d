import type { Instant } from '#lib/sky/time.ts';
import { holds } from './intervals-of-force.ts';
import type { Fact, FactRow, ObjectFacts } from './object-facts.ts';
import type { View } from './view.ts';

/** What kinds of facts a cut by epoch shows before they were known, in words. */
export const leakKinds = {
	delay: 'Alerts and their measurements, known within a day of their epoch: the usual delay.',
	late: 'Alerts and their measurements that came more than a day after their epoch.',
	history: 'Measurements and limits told only by the history of a later packet.',
	forced: 'Forced photometry, made after the fact.',
	class: 'Classes, which whoever cuts by epoch has from the first alert on.',
	statement: 'Anything else that was said later: redshifts, names, identities, comments.',
	correction: 'Values as they were corrected later.',
	withdrawal: 'Facts that were shown then and withdrawn later: the cut never shows them.',
	restoration: 'Facts that were withdrawn then and restored later.'
} as const;

export type LeakKind = keyof typeof leakKinds;

/** One fact that the cut shows (or hides) from `shown_at` on, though that was known only from `known_at` on. */
export interface Leak {
	readonly subject: string;
	readonly fact: string;
	readonly kind: LeakKind;
	readonly shown_at: Instant;
	readonly known_at: Instant;
	readonly early_sec: number;
}

const usualDelay = 86_400_000_000;

/** What the cut at epochs, of what is known at `end`, shows of an object before it was known, in a walk from `from`. */
export function leaksOf(object: ObjectFacts, from: Instant, end: Instant): Leak[] {
	const first = Math.min(...object.facts.map((fact) => epochAt(fact, end) ?? Infinity));
	return object.facts.flatMap((fact) => {
		const found = leakOf(fact, first, from, end);
		if (!found) return [];
		const { kind, shown, known } = found;
		return [
			{
				subject: object.subject,
				fact: fact.key,
				kind,
				shown_at: shown as Instant,
				known_at: known as Instant,
				early_sec: Math.round((known - shown) / 1e6)
			}
		];
	});
}

interface Found {
	readonly kind: LeakKind;
	readonly shown: number;
	readonly known: number;
}

function leakOf({ relation, intervals }: Fact, first: number, from: Instant, end: Instant): Found | null {
	const now = intervals.findIndex((one) => one.from <= end && end < one.to);
	const last = intervals.filter((one) => one.from <= end).at(-1);
	if (!last) return null;
	if (now === -1) {
		const shown = Math.max(intervals[0]!.from, from);
		return last.to > shown ? { kind: 'withdrawal', shown, known: last.to } : null;
	}
	let start = now;
	while (start > 0 && goesOn(intervals[start - 1]!, intervals[start]!)) start--;
	const [begun, before] = [intervals[start]!, intervals[start - 1]];
	const epoch = 'observed_at' in last.row ? last.row.observed_at : first;
	const shown = Math.max(epoch, from);
	if (begun.from <= shown) return null;
	const kind = before
		? before.row.version === begun.row.version
			? 'restoration'
			: 'correction'
		: kindOf(relation, begun.row, begun.from - epoch);
	return { kind, shown, known: begun.from };
}

/** The same version told again, without a break. */
function goesOn(one: Fact['intervals'][0], next: Fact['intervals'][0]): boolean {
	return one.to === next.from && one.row.version === next.row.version;
}

function kindOf(relation: Fact['relation'], row: FactRow, delay: number): LeakKind {
	if (relation === 'statements') return 'property' in row && row.property === 'class' ? 'class' : 'statement';
	if ('kind' in row && row.kind === 'forced') return 'forced';
	if ('origin' in row && row.origin === 'history') return 'history';
	return delay > usualDelay ? 'late' : 'delay';
}

function epochAt({ intervals }: Fact, end: Instant): Instant | null {
	const row = intervals.find((one) => one.from <= end && end < one.to)?.row;
	return row && 'observed_at' in row ? row.observed_at : null;
}

/** Facts in the cut's view at a moment that were not known then as it shows them, counted by kind. */
export function leaksIn(cut: View, moment: Instant, end: Instant): Partial<Record<LeakKind, number>> {
	const counts: Partial<Record<LeakKind, number>> = {};
	const first = Math.min(...cut.object.facts.map((fact) => epochAt(fact, end) ?? Infinity));
	const shown = new Set(
		[...cut.alerts, ...cut.photometry, ...cut.statements]
			.filter((one) => one.isAt(moment))
			.map(({ fact }) => fact)
	);
	for (const fact of cut.object.facts) {
		const then = fact.intervals.find((one) => holds([one], moment));
		const now = fact.intervals.find((one) => holds([one], end));
		const isSame = then ? shown.has(fact) && then.row.version === now?.row.version : !shown.has(fact);
		if (isSame) continue;
		const kind = leakOf(fact, first, -Infinity as Instant, end)?.kind;
		if (kind) counts[kind] = (counts[kind] ?? 0) + 1;
	}
	return counts;
}
