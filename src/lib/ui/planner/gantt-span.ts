import type { Instant } from '#lib/sky/time.ts';
import type { TimeSpan } from '#lib/ui/plots/gantt.ts';

const HOUR = 3_600_000_000;
/** A drawing of more time has bars too thin to be told apart. */
const mostHours = 36;
const leastHours = 12;

/** The part of a long schedule that is drawn, and where the parts before and after it begin; null for none. */
export interface GanttPart {
	readonly span: TimeSpan;
	readonly earlier: Instant | null;
	readonly later: Instant | null;
}

/**
 * The part of some blocks that is worth drawing: from the moment asked for on, else from the first that is not over at `at`,
 * else the last of them. Null where there are none.
 */
export function ganttPart(blocks: readonly TimeSpan[], at: Instant, asked: Instant | null): GanttPart | null {
	if (blocks.length === 0) return null;
	const sorted = [...blocks].sort((a, b) => a.from - b.from);
	const last = sorted.reduce((latest, one) => (one.to > latest.to ? one : latest));
	const first = sorted.find(({ to }) => to > at) ?? { from: Math.max(sorted[0]!.from, last.to - 24 * HOUR) };
	const from = asked ?? floorHour(first.from - HOUR);
	const within = sorted.filter((one) => one.to > from && one.from < from + mostHours * HOUR);
	const end = Math.max(from + leastHours * HOUR, ...within.map(({ to }) => to + HOUR));
	const to = Math.min(from + mostHours * HOUR, Math.ceil(end / HOUR) * HOUR);
	const before = sorted.findLast((one) => one.to <= from);
	const after = sorted.find((one) => one.from >= to);
	return {
		span: { from: from as Instant, to: to as Instant },
		earlier: before ? floorHour(before.to - 24 * HOUR) : null,
		later: after ? floorHour(after.from - HOUR) : null
	};
}

function floorHour(at: number): Instant {
	return (Math.floor(at / HOUR) * HOUR) as Instant;
}
