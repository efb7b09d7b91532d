import type { Facility } from '#lib/planner/facilities/facility.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { GanttRow } from '#lib/ui/plots/gantt.ts';
import { ganttRows, type BarOf } from '#lib/ui/planner/gantt-rows.ts';
import { ganttPart, type GanttPart } from '#lib/ui/planner/gantt-span.ts';

/** Blocks as a Gantt chart of the telescopes that have some. */
export interface DrawnBlocks extends GanttPart {
	readonly rows: readonly GanttRow[];
}

/** The part of some blocks that a page draws; null where there are none. */
export function drawnBlocks(
	facilities: readonly Facility[],
	blocks: readonly BarOf[],
	at: Instant,
	asked: Instant | null
): DrawnBlocks | null {
	const part = ganttPart(
		blocks.map(({ from_at: from, to_at: to }) => ({ from, to })),
		at,
		asked
	);
	return part && { ...part, rows: ganttRows(facilities, blocks, part.span).rows };
}
