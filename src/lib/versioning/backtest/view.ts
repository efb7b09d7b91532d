import type { Alert, Measurement, Statement } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Fact, FactRow, ObjectFacts } from './object-facts.ts';
import { rowText } from './row-text.ts';
import type { Span } from './sight.ts';

/** JSON of rows, which is made once however often a row is shown. */
const texts = new WeakMap<FactRow, string>();

/** A row as it is shown during a span. */
export class Shown<Row extends FactRow = FactRow> implements Span {
	readonly from: number;
	readonly to: number;
	readonly row: Row;
	readonly fact: Fact;

	constructor({ from, to }: Span, row: Row, fact: Fact) {
		this.from = from;
		this.to = to;
		this.row = row;
		this.fact = fact;
	}

	/** The row as the API writes it. */
	get text(): string {
		let text = texts.get(this.row);
		if (text === undefined) texts.set(this.row, (text = rowText(this.row)));
		return text;
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
}

/** The object as it was known. */
export function knownView(object: ObjectFacts): View {
	const shown = object.facts.flatMap((fact) => fact.intervals.map((one) => new Shown(one, one.row, fact)));
	return viewOf(object, shown);
}

/**
 * The object by the usual cut: everything that is known at `end`, each row from its epoch on; what is said of it, which
 * has no epoch, from its first. What became known from `from` on, where the walk begins, is news then at the earliest.
 */
export function cutView(object: ObjectFacts, from: Instant, end: Instant): View {
	const atEnd = object.facts.flatMap((fact) => {
		const last = fact.intervals.find(({ from, to }) => from <= end && end < to);
		return last ? [{ fact, row: last.row, isNews: fact.intervals[0]!.from >= from }] : [];
	});
	const first = Math.min(...atEnd.map(({ row }) => ('observed_at' in row ? row.observed_at : Infinity)));
	const shown = atEnd.map(({ fact, row, isNews }) => {
		const epoch = 'observed_at' in row ? row.observed_at : first;
		return new Shown({ from: isNews ? Math.max(epoch, from) : epoch, to: Infinity }, row, fact);
	});
	return viewOf(object, shown);
}

function viewOf(object: ObjectFacts, shown: readonly Shown[]): View {
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
		)
	};
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
