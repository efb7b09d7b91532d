import type { Instant } from '#lib/sky/time.ts';
import type { Sight, Span } from './sight.ts';

/** One telling of a version of a fact. `Row` is what is shown of it. */
export interface Telling<Row> {
	readonly version: bigint;
	/** 0 for the best kind of telling of a version, 1 for the next: a fact's own before a copy in a history. */
	readonly rank: number;
	/** Decides between versions first told at the same time; null where there is none. */
	readonly value: number | null;
	readonly collection: string;
	/** What decides where a collection opens a while after observation. */
	readonly moment: Instant;
	readonly knownAt: Instant;
	readonly row: Row;
}

/** A verdict on a version of a fact. */
export interface Verdict {
	readonly version: bigint;
	readonly withdrawn: boolean;
	readonly collection: string;
	readonly knownAt: Instant;
}

/** While a row is what is shown of its fact, and since when its version was known to whoever looks. */
export interface InForce<Row> extends Span {
	readonly row: Row;
	readonly knownAt: Instant;
}

/**
 * Which row of one fact is shown when, in the order of knowledge time, by the definition of `db/as-of.ts`. All tellings
 * and verdicts must be of the batches that the question knows.
 */
export function intervalsOfForce<Row>(
	tellings: readonly Telling<Row>[],
	verdicts: readonly Verdict[],
	sight: Sight
): InForce<Row>[] {
	const seen = tellings.map((telling) => ({
		telling,
		spans: sight(telling.collection, telling.moment, telling.knownAt)
	}));
	// most facts are told once and never judged
	if (seen.length === 1 && verdicts.length === 0) {
		const [{ telling, spans }] = seen as [(typeof seen)[0]];
		return spans.map(({ from, to }) => ({ from, to, row: telling.row, knownAt: telling.knownAt }));
	}
	// a verdict opens when what it is about does
	const judged = [...new Set(tellings.map(({ moment }) => moment))].flatMap((moment) =>
		verdicts.map((verdict) => ({
			verdict,
			moment,
			spans: sight(verdict.collection, moment, verdict.knownAt)
		}))
	);
	const turns = new Set(
		[...seen, ...judged].flatMap(({ spans }) => spans.flatMap(({ from, to }) => [from, to]))
	);
	const times = [...turns].sort((a, b) => a - b);
	const shown: InForce<Row>[] = [];
	times.forEach((from, index) => {
		const told = seen.filter(({ spans }) => holds(spans, from)).map(({ telling }) => telling);
		const best = inForceOf(told);
		if (!best) return;
		const said = judged
			.filter(
				({ moment, verdict, spans }) =>
					moment === best.telling.moment && verdict.version === best.telling.version && holds(spans, from)
			)
			.map(({ verdict }) => verdict);
		if (isWithdrawn(said)) return;
		const to = times[index + 1] ?? Infinity;
		const last = shown.at(-1);
		const goesOn = last?.to === from && last.row === best.telling.row && last.knownAt === best.knownAt;
		if (goesOn) shown[shown.length - 1] = { ...last, to };
		else shown.push({ from, to, row: best.telling.row, knownAt: best.knownAt });
	});
	return shown;
}

/** Whether `at` lies in one of the spans. */
export function holds(spans: readonly Span[], at: number): boolean {
	return spans.some(({ from, to }) => from <= at && at < to);
}

/** Of tellings that are visible the one that is shown, and since when its version was known. */
function inForceOf<Row>(
	told: readonly Telling<Row>[]
): { readonly telling: Telling<Row>; readonly knownAt: Instant } | null {
	const versions = [...Map.groupBy(told, ({ version }) => version)].map(([version, same]) => ({
		version,
		same,
		knownAt: Math.min(...same.map(({ knownAt }) => knownAt)) as Instant,
		least: leastOf(same)
	}));
	const best = versions.reduce<(typeof versions)[0] | null>(
		(one, other) => (one && versionOrder(one, other) <= 0 ? one : other),
		null
	);
	if (!best) return null;
	return { telling: best.same.reduce((a, b) => (tellingOrder(a, b) <= 0 ? a : b)), knownAt: best.knownAt };
}

interface Version {
	readonly version: bigint;
	readonly knownAt: Instant;
	readonly least: number | null;
}

/** first_known desc, least desc nulls last, version desc */
function versionOrder(a: Version, b: Version): number {
	return (
		b.knownAt - a.knownAt ||
		Number(a.least === null) - Number(b.least === null) ||
		(b.least ?? 0) - (a.least ?? 0) ||
		(a.version > b.version ? -1 : 1)
	);
}

/** best, known_at, collection */
function tellingOrder<Row>(a: Telling<Row>, b: Telling<Row>): number {
	return a.rank - b.rank || a.knownAt - b.knownAt || (a.collection <= b.collection ? -1 : 1);
}

function leastOf<Row>(tellings: readonly Telling<Row>[]): number | null {
	const values = tellings.map(({ value }) => value).filter((value) => value !== null);
	return values.length === 0 ? null : Math.min(...values);
}

/** The latest verdict decides; of two at the same time the one that withdraws. */
function isWithdrawn(verdicts: readonly Verdict[]): boolean {
	const latest = Math.max(...verdicts.map(({ knownAt }) => knownAt));
	return verdicts.some(({ knownAt, withdrawn }) => knownAt === latest && withdrawn);
}
