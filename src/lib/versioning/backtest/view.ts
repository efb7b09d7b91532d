import { wire } from '#lib/archive/wire.ts';
import type { Alert, Measurement, Statement } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { holds } from './intervals-of-force.ts';
import type { Fact, FactRow, ObjectFacts } from './object-facts.ts';
import type { Span } from './sight.ts';

/** A row as it is shown during a span, with its JSON, which is made once. */
export class Shown<Row extends FactRow = FactRow> implements Span {
	readonly from: number;
	readonly to: number;
	readonly row: Row;
	readonly fact: Fact;
	#text: string | null = null;

	constructor({ from, to }: Span, row: Row, fact: Fact) {
		this.from = from;
		this.to = to;
		this.row = row;
		this.fact = fact;
	}

	/** The row as the API writes it. */
	get text(): string {
		return (this.#text ??= JSON.stringify(wire(this.row)));
	}

	isAt(moment: number): boolean {
		return this.from <= moment && moment < this.to;
	}
}

/** What is shown of an object when, in the order of its page. */
export interface View {
	readonly object: ObjectFacts;
	readonly alerts: readonly Shown<Alert>[];
	readonly photometry: readonly Shown<Measurement>[];
	readonly statements: readonly Shown<Statement>[];
	/** Whether an alert of it may be seen at that moment, at some time or other. */
	hasAlerts(moment: number): boolean;
}

/** The object as it was known. */
export function knownView(object: ObjectFacts): View {
	const shown = object.facts.flatMap((fact) =>
		fact.intervals.map((one) => new Shown(one, knownSince(one.row, one.knownAt), fact))
	);
	return viewOf(object, shown, (moment) => holds(object.hasAlerts, moment));
}

/**
 * The object by the usual cut: everything that is known at `end`, each row from its epoch on; what is said of it, which
 * has no epoch, from its first.
 */
export function cutView(object: ObjectFacts, end: Instant): View {
	const atEnd = object.facts.flatMap((fact) => {
		const last = fact.intervals.find(({ from, to }) => from <= end && end < to);
		return last ? [{ fact, row: knownSince(last.row, last.knownAt) }] : [];
	});
	const first = Math.min(...atEnd.map(({ row }) => ('observed_at' in row ? row.observed_at : Infinity)));
	const shown = atEnd.map(
		({ fact, row }) =>
			new Shown({ from: 'observed_at' in row ? row.observed_at : first, to: Infinity }, row, fact)
	);
	return viewOf(object, shown, () => holds(object.hasAlerts, end));
}

function viewOf(object: ObjectFacts, shown: readonly Shown[], hasAlerts: View['hasAlerts']): View {
	const of = <Row extends FactRow>(relation: Fact['relation']) =>
		shown.filter(({ fact }) => fact.relation === relation) as Shown<Row>[];
	const place = new Map(object.statements.map((row, index) => [keyOf(row), index]));
	return {
		object,
		alerts: of<Alert>('alerts').sort(
			(a, b) => byEpoch(a.row, b.row) || byNumber(a.row.alert_id, b.row.alert_id)
		),
		photometry: of<Measurement>('photometry').sort(
			(a, b) => byEpoch(a.row, b.row) || byNumber(a.row.measurement, b.row.measurement)
		),
		statements: of<Statement>('statements').sort(
			(a, b) => place.get(keyOf(a.row))! - place.get(keyOf(b.row))!
		),
		hasAlerts
	};
}

function knownSince(row: FactRow, knownAt: Instant): FactRow {
	return row.known_at === knownAt ? row : { ...row, known_at: knownAt };
}

function keyOf({ property, agent, qualifier, subject }: Statement): string {
	return JSON.stringify([property, agent, qualifier, subject]);
}

function byEpoch(a: Alert | Measurement, b: Alert | Measurement): number {
	return a.observed_at - b.observed_at;
}

function byNumber(a: bigint, b: bigint): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
