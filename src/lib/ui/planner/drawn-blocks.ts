import type { Facility } from '#lib/planner/facilities/facility.ts';
import type { Move } from '#lib/planner/bookings/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { GanttRow, TimeSpan } from '#lib/ui/plots/gantt.ts';
import { ganttRows, type BarOf } from '#lib/ui/planner/gantt-rows.ts';
import { ganttPart, type GanttPart } from '#lib/ui/planner/gantt-span.ts';
import { withMoves } from '#lib/ui/planner/moving.ts';

/** Blocks as a Gantt chart of the telescopes that have some. */
export interface DrawnBlocks extends GanttPart {
	readonly rows: readonly GanttRow[];
}

/** The part of some blocks that a page draws, with what may be moved of it; null where there are none. */
export function drawnBlocks(
	facilities: readonly Facility[],
	blocks: readonly BarOf[],
	at: Instant,
	asked: Instant | null,
	movesIn: (span: TimeSpan) => ReadonlyMap<string, Move> = () => new Map()
): DrawnBlocks | null {
	const part = ganttPart(
		blocks.map(({ from_at: from, to_at: to }) => ({ from, to })),
		at,
		asked
	);
	if (!part) return null;
	return {
		...part,
		rows: withMoves(ganttRows(facilities, blocks, part.span).rows, movesIn(part.span))
	};
}
