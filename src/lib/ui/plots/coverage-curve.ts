import type { Instant } from '#lib/sky/time.ts';

/** How much of a localization is covered by when, as lines of a plot of 100 by 100. */
export interface CoverageCurve {
	readonly event: string;
	readonly from: Instant;
	readonly to: Instant;
	/** Probability covered by what was executed, and with what is yet to come, 0 to 1. */
	readonly covered: number;
	readonly ahead: number;
	readonly looks: number;
	readonly looksAhead: number;
	/** SVG paths; x is the share of the time in per cent, y 100 at none and 0 at all of it. The second begins where the first ends. */
	readonly executed: string;
	readonly planned: string;
	/** The moment looked at, in per cent of the width; null where it is beyond the plot. */
	readonly now: number | null;
}

interface Step {
	readonly event: string;
	readonly at: Instant;
	readonly state: string;
	readonly covered: number;
}

/** A curve for each event, in the order of its first look; `at` is the moment looked at. */
export function coverageCurves(steps: readonly Step[], at: Instant): CoverageCurve[] {
	return [...Map.groupBy(steps, ({ event }) => event)].map(([event, own]) => curveOf(event, own, at));
}

const minute = 60_000_000;

function curveOf(event: string, steps: readonly Step[], at: Instant): CoverageCurve {
	const executed = steps.filter(({ state }) => state === 'executed');
	const ahead = steps.filter(({ state }) => state !== 'executed');
	const moments = steps.map((one) => one.at);
	const [first, last] = [Math.min(...moments), Math.max(...moments)];
	const margin = Math.max(10 * minute, (last - first) * 0.04);
	const [from, to] = [first - margin, last + margin];
	const x = (moment: number) => round((100 * (moment - from)) / (to - from));
	const y = (covered: number) => round(100 * (1 - Math.min(1, covered)));
	const stairs = (ones: readonly Step[]) => ones.map((one) => `H${x(one.at)}V${y(one.covered)}`).join('');
	const covered = executed.at(-1)?.covered ?? 0;
	const turn = ahead.length > 0 ? (executed.at(-1)?.at ?? from) : to;
	return {
		event,
		from: from as Instant,
		to: to as Instant,
		covered,
		ahead: steps.at(-1)!.covered,
		looks: executed.length,
		looksAhead: ahead.length,
		executed: executed.length === 0 ? '' : `M0,100${stairs(executed)}H${x(turn)}`,
		planned: ahead.length === 0 ? '' : `M${x(turn)},${y(covered)}${stairs(ahead)}H100`,
		now: at > from && at < to ? x(at) : null
	};
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
