import { LookbackError } from '#lib/errors.ts';
import { centreInto } from '#lib/sky/healpix-projection.ts';
import { pixelRange } from '#lib/sky/healpix.ts';
import { mergeRanges, type PixelRange } from '#lib/sky/moc.ts';
import { candidateOf, covered, covers, pixelCaps, Sieve } from './candidates.ts';
import type { FieldOfView } from './field-of-view.ts';

/** At order 16 pixels are 3 arcseconds wide, and a degree of edge takes 2,000 of them. */
const finestCoverage = 16;

/**
 * What some fields of view cover together as order-29 ranges, sorted and merged: pixels of an order (0 to 16) whose
 * centre they cover, so that the area is right on average. At order 12 pixels are 52 arcseconds wide.
 * @throws LookbackError `planner/bad-order` for other orders.
 */
export function coverageRanges(fields: readonly FieldOfView[], order = 12): PixelRange[] {
	if (!Number.isInteger(order) || order < 0 || order > finestCoverage)
		throw new LookbackError(
			'incorrect',
			'planner/bad-order',
			`The order of the coverage is ${order}; it must be a whole number from 0 to ${finestCoverage}.`,
			{ order: String(order) }
		);
	const ranges: PixelRange[] = [];
	const centre: [number, number, number] = [0, 0, 0];
	const sieve = new Sieve(fields.map((view) => candidateOf(view, covered)));
	const visit = (
		at: number,
		face: number,
		x: number,
		y: number,
		pixel: number,
		low: number,
		high: number
	) => {
		centreInto(centre, at, face, x, y);
		const { top } = sieve;
		sieve.sift(low, high, centre, pixelCaps[at]!);
		const edges = sieve.top;
		if (sieve.holds > 0) ranges.push(pixelRange(at, pixel));
		else if (at === order) {
			if (sieve.stack.slice(top, edges).some((edge) => covers(edge, centre)))
				ranges.push(pixelRange(at, pixel));
		} else if (edges > top)
			for (let quarter = 0; quarter < 4; quarter++)
				visit(at + 1, face, 2 * x + (quarter & 1), 2 * y + (quarter >> 1), 4 * pixel + quarter, top, edges);
		sieve.top = top;
	};
	const all = sieve.top;
	for (let face = 0; face < 12; face++) visit(0, face, 0, 0, face, 0, all);
	return mergeRanges(ranges);
}
