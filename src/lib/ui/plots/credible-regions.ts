import { credibleCells } from '#lib/sky/credible-region.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { outlineOf, type Outline } from '#lib/ui/plots/cells-outline.ts';

/** Outlines of a map's credible regions, by level (0 to 1), small enough for a page to carry; of so many pixels at most. */
export function credibleOutlines(
	map: Skymap,
	levels: readonly number[],
	mostPixels?: number
): { readonly level: number; readonly outline: Outline }[] {
	return levels.map((level) => {
		const cells = Array.from(credibleCells(map, level), (row) => ({
			order: map.order[row]!,
			pixel: map.pixel[row]!
		}));
		return { level, outline: outlineOf(cells, mostPixels).coordinates };
	});
}
