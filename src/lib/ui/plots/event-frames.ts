import { centerOf, pixelAreaSr } from '#lib/sky/healpix.ts';
import type { BandedCells } from '#lib/ui/plots/credible-bands.ts';
import type { Outline } from '#lib/ui/plots/cells-outline.ts';
import { frameOf, type RegionFrame, type SkyPoint } from '#lib/ui/plots/region-frame.ts';

/** The map before is left to run out of the frame where it would shrink this one to less than a third. */
const MOST_GROWTH = 3;
const BARE_POSITION_DEG = 1;

/** The frame of an event's map: around its cells, and the outline of the map before where that is not far wider. */
export function frameOfMap(cells: BandedCells, before: Outline | null): RegionFrame {
	const own = cells.order.map((order, i) => ({
		...centerOf(order, cells.pixel[i]!),
		reachDeg: (Math.sqrt(pixelAreaSr(order) / 2) * 180) / Math.PI
	}));
	const alone = frameOf(own);
	if (!before || alone.radiusDeg === null) return alone;
	const others = before.flat().map(([raDeg, decDeg]) => ({ raDeg, decDeg }));
	const both = frameOf([...own, ...others]);
	return both.radiusDeg !== null && both.radiusDeg <= MOST_GROWTH * alone.radiusDeg ? both : alone;
}

/** The frame of an event that has positions alone. */
export function frameOfCircles(
	circles: readonly (SkyPoint & { readonly radiusDeg: number | null })[]
): RegionFrame {
	return frameOf(circles.map((one) => ({ ...one, reachDeg: one.radiusDeg ?? BARE_POSITION_DEG })));
}
