import type { GeoProjection } from 'd3-geo';
import { cornersOf } from '#lib/sky/healpix.ts';
import type { BandedCells } from '#lib/ui/plots/credible-bands.ts';

/**
 * One SVG path for each band of cells: corners joined by straight lines, which at the size of a cell nobody tells from
 * its edges. Cells that the edge of a map of the whole sky cuts in two are left to the outline around them.
 */
export function cellPaths(
	cells: BandedCells,
	projection: GeoProjection,
	width: number
): { readonly band: number; readonly d: string }[] {
	const paths = new Map<number, string[]>();
	cells.order.forEach((order, i) => {
		const corners = cornersOf(order, cells.pixel[i]!).map(({ raDeg, decDeg }) => projection([raDeg, decDeg]));
		if (corners.some((corner) => corner === null)) return;
		const xs = corners.map((corner) => corner![0]);
		if (Math.max(...xs) - Math.min(...xs) > width / 2) return;
		const band = cells.band[i]!;
		const path = paths.get(band) ?? [];
		path.push(`M${corners.map((corner) => `${corner![0].toFixed(1)} ${corner![1].toFixed(1)}`).join('L')}Z`);
		paths.set(band, path);
	});
	return [...paths].sort(([a], [b]) => a - b).map(([band, path]) => ({ band, d: path.join('') }));
}
