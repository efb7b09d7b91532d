import { LookbackError } from '#lib/errors.ts';
import { pixelRange } from '#lib/sky/healpix.ts';
import { mergeRanges, type PixelRange } from '#lib/sky/moc.ts';
import { candidateOf, centreOf, covered, covers, pixelCaps, sift, type Candidate } from './candidates.ts';
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
	const visit = (
		at: number,
		face: number,
		x: number,
		y: number,
		pixel: number,
		inside: readonly Candidate[]
	) => {
		const place = centreOf(at, face, x, y);
		const { holding, edges } = sift(inside, place, pixelCaps[at]!);
		if (holding.length > 0) ranges.push(pixelRange(at, pixel));
		else if (edges.length === 0) return;
		else if (at === order) {
			if (edges.some((edge) => covers(edge, place))) ranges.push(pixelRange(at, pixel));
		} else
			for (let quarter = 0; quarter < 4; quarter++)
				visit(at + 1, face, 2 * x + (quarter & 1), 2 * y + (quarter >> 1), 4 * pixel + quarter, edges);
	};
	const candidates = fields.map((view) => candidateOf(view, covered));
	for (let face = 0; face < 12; face++) visit(0, face, 0, 0, face, candidates);
	return mergeRanges(ranges);
}
