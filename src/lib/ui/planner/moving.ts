import type { Move } from '#lib/planner/bookings/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { GanttBar, GanttRow, TimeSpan } from '#lib/ui/plots/gantt.ts';

/** A bar that somebody is about to move: its new time, and whether that is only to be confirmed. */
export interface InHand extends TimeSpan {
	readonly row: GanttRow;
	readonly bar: GanttBar & { readonly move: Move };
	readonly isLetGo: boolean;
}

export const MINUTE = 60_000_000;
/** Bars come to stand on whole multiples of this, and go by it with the arrow keys; with Shift by the longer one. */
export const shortStep = 5 * MINUTE;
export const longStep = 30 * MINUTE;

/** Rows with what of their bars may be moved. */
export function withMoves(rows: readonly GanttRow[], moves: ReadonlyMap<string, Move>): GanttRow[] {
	return rows.map((row) => ({
		...row,
		bars: row.bars.map((bar) => ({ ...bar, move: moves.get(bar.subject?.replace(/^schedule\//, '') ?? '') }))
	}));
}

/** A bar that begins as near as its steps allow to a moment, within what is drawn. */
export function movedTo({ from, to }: TimeSpan, wanted: number, span: TimeSpan): TimeSpan {
	const length = to - from;
	// a bar that has not moved stays on its second
	const snapped = Math.abs(wanted - from) < shortStep / 2 ? from : Math.round(wanted / shortStep) * shortStep;
	const begin = Math.max(span.from, Math.min(span.to - length, snapped));
	return { from: begin as Instant, to: (begin + length) as Instant };
}

/** Why a bar cannot stand at a time, in a sentence; null where nothing is known against it. */
export function against({ row, bar, from, to }: InHand): string | null {
	const isOpen = bar.move.open.some((one) => one.from - from < 1e6 && to - one.to <= 1e6);
	if (!isOpen) return 'Its telescope cannot look there then.';
	const taken = row.bars.find(
		(one) => one.state === 'accepted' && one.subject !== bar.subject && one.from < to && from < one.to
	);
	return taken ? `The telescope is taken then: ${taken.label}.` : null;
}

/** `04:15 to 05:15`, with the day where it is not that of the beginning that was. */
export function timeWords({ from, to }: TimeSpan): string {
	return `${formatInstant(from).slice(0, 16).replace('T', ' ')} to ${formatInstant(to).slice(11, 16)} UTC`;
}
