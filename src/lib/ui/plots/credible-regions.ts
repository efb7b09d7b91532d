import { credibleCells } from '#lib/sky/credible-region.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { outlineOf, type Outline } from '#lib/ui/plots/cells-outline.ts';

/** Outlines of maps' credible regions, by level (0 to 1), small enough for a page to carry; regions that overlap are one. */
export function credibleOutlines(
	maps: Skymap | readonly Skymap[],
	levels: readonly number[]
): { readonly level: number; readonly outline: Outline }[] {
	return levels.map((level) => {
		const cells = [maps]
			.flat()
			.flatMap((map: Skymap) =>
				Array.from(credibleCells(map, level), (row) => ({ order: map.order[row]!, pixel: map.pixel[row]! }))
			);
		return { level, outline: outlineOf(cells).coordinates };
	});
}
