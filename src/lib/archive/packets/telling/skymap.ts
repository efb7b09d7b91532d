import { LookbackError } from '#lib/errors.ts';
import { centerOf, checkedPixel, finestNumberOrder, pixelAreaSr, pixelRange } from '#lib/sky/healpix.ts';
import { maxPixelRadiusRad } from '#lib/sky/healpix-cone.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import type { TellingItem } from './schema.ts';

type Localization = TellingItem<'localizations'>;
type Circle = NonNullable<Localization['circle']>;
type Cells = NonNullable<Localization['cells']>;

/** How far from 1 the sum of a map's probabilities may be: credible regions mean nothing beyond. */
const totalTolerance = 0.01;

/** The map that a localization tells. @throws LookbackError `telling/bad-cells`. */
export function skymapOf({ circle, cells }: Localization): Skymap {
	return circle ? skymapOfCircle(circle) : skymapOfCells(cells ?? []);
}

/** Cells are divided down to this part of the distribution's width, as far as this many widths from its centre. */
const cellsPerWidth = 3;
const widths = 5;

/**
 * A Fisher distribution about the circle's centre, density proportional to exp(kappa cos theta), of which
 * `containment` lies within the radius: kappa = -ln(1 - containment) / (1 - cos radius), but for exp(-2 kappa)
 * (Fisher 1953, Proc. R. Soc. A 217, 295, which holds here to 1 % of the containment).
 */
export function skymapOfCircle({ ra_deg, dec_deg, radius_deg, containment }: Circle): Skymap {
	const kappa = -Math.log(1 - containment) / (1 - Math.cos((radius_deg * Math.PI) / 180));
	const widthDeg = 180 / Math.PI / Math.sqrt(kappa);
	const rows: { order: number; pixel: number; weight: number }[] = [];
	const add = (order: number, pixel: number): void => {
		const center = centerOf(order, pixel);
		const awayDeg = separationDeg(ra_deg, dec_deg, center.raDeg, center.decDeg);
		const cellDeg = (maxPixelRadiusRad(order) * 180) / Math.PI;
		const isFine = cellDeg * cellsPerWidth <= widthDeg || order === finestNumberOrder;
		if (!isFine && awayDeg <= widths * widthDeg + cellDeg)
			for (let child = 0; child < 4; child++) add(order + 1, 4 * pixel + child);
		else rows.push({ order, pixel, weight: Math.exp(kappa * (Math.cos((awayDeg * Math.PI) / 180) - 1)) });
	};
	for (let pixel = 0; pixel < 12; pixel++) add(0, pixel);
	const total = rows.reduce((sum, { order, weight }) => sum + weight * pixelAreaSr(order), 0);
	return {
		order: Uint8Array.from(rows, ({ order }) => order),
		pixel: Float64Array.from(rows, ({ pixel }) => pixel),
		density: Float64Array.from(rows, ({ weight }) => weight / total)
	};
}

function skymapOfCells(cells: Cells): Skymap {
	for (const [order, pixel] of cells) checkedPixel(order, pixel);
	const ranges = cells
		.map(([order, pixel]) => ({ cell: `${order}/${pixel}`, ...pixelRange(order, pixel) }))
		.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
	const twice = ranges.find(({ from }, i) => i > 0 && from < ranges[i - 1]!.to);
	if (twice) throw badCells(`the cell ${twice.cell} lies in another one`, { cell: twice.cell });
	const total = cells.reduce((sum, [, , probability]) => sum + probability, 0);
	if (Math.abs(total - 1) > totalTolerance)
		throw badCells(`their probabilities sum to ${total}, and 1 within ${totalTolerance} is wanted`, {
			total
		});
	return {
		order: Uint8Array.from(cells, ([order]) => order),
		pixel: Float64Array.from(cells, ([, pixel]) => pixel),
		density: Float64Array.from(cells, ([order, , probability]) => probability / pixelAreaSr(order))
	};
}

function badCells(why: string, data: Record<string, unknown>): LookbackError {
	return new LookbackError('incorrect', 'telling/bad-cells', `The cells are wrong: ${why}.`, data);
}
