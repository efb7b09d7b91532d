import { credibleAreaDeg2 } from '#lib/sky/credible-region.ts';
import type { Skymap } from '#lib/sky/skymap.ts';

/** Levels that people speak of, the widest first. */
const levels = [0.9, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01] as const;

/** The highest usual level (0.9, 0.5, 0.2, ...) whose credible region has at most so many square degrees; else the lowest. */
export function levelWithin(map: Skymap, mostDeg2: number): number {
	return levels.find((level) => credibleAreaDeg2(map, level) <= mostDeg2) ?? levels.at(-1)!;
}
