import { LookbackError } from '#lib/errors.ts';
import { centreInto } from '#lib/sky/healpix-projection.ts';
import { pixelRange } from '#lib/sky/healpix.ts';
import { mergeRanges, type PixelRange } from '#lib/sky/moc.ts';
import { candidateOf, covered, covers, pixelCaps, Sieve } from './candidates.ts';
import type { FieldOfView } from './field-of-view.ts';

/** At order 16 pixels are 3 arcseconds wide, and a degree of edge takes 2,000 of them. */
const finestCoverage = 16;

/** Cells of this order are looked at one after the other, with room for other work between them. */
const stepOrder = 3;

/**
 * What some fields of view cover together as order-29 ranges, sorted and merged: pixels of an order (0 to 16) whose
 * centre they cover, so that the area is right on average. At order 12 pixels are 52 arcseconds wide.
 * @throws LookbackError `planner/bad-order` for other orders.
 */
export function coverageRanges(fields: readonly FieldOfView[], order = 12): PixelRange[] {
	const steps = coverageSteps(fields, order);
	for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same, a cell of the sky at a time. @throws as `coverageRanges`. */
export function* coverageSteps(fields: readonly FieldOfView[], order: number): Generator<void, PixelRange[]> {
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
	/** Whether only part of a pixel is covered, as far as can be told: by what lies between `low` and the sieve's top. */
	const isPartly = (at: number, face: number, x: number, y: number, pixel: number, low: number) => {
		const high = sieve.top;
		centreInto(centre, at, face, x, y);
		sieve.sift(low, high, centre, pixelCaps[at]!);
		const edges = sieve.top;
		if (sieve.holds > 0) ranges.push(pixelRange(at, pixel));
		else if (at < order) return edges > high;
		else if (sieve.stack.slice(high, edges).some((edge) => covers(edge, centre)))
			ranges.push(pixelRange(at, pixel));
		return false;
	};
	const visit = (at: number, face: number, x: number, y: number, pixel: number, low: number) => {
		const high = sieve.top;
		if (isPartly(at, face, x, y, pixel, low))
			for (let quarter = 0; quarter < 4; quarter++)
				visit(at + 1, face, 2 * x + (quarter & 1), 2 * y + (quarter >> 1), 4 * pixel + quarter, high);
		sieve.top = high;
	};
	function* walk(
		at: number,
		face: number,
		x: number,
		y: number,
		pixel: number,
		low: number
	): Generator<void, void> {
		if (at === stepOrder) {
			yield;
			return visit(at, face, x, y, pixel, low);
		}
		const high = sieve.top;
		if (isPartly(at, face, x, y, pixel, low))
			for (let quarter = 0; quarter < 4; quarter++)
				yield* walk(at + 1, face, 2 * x + (quarter & 1), 2 * y + (quarter >> 1), 4 * pixel + quarter, high);
		sieve.top = high;
	}
	for (let face = 0; face < 12; face++) yield* walk(0, face, 0, 0, face, 0);
	return mergeRanges(ranges);
}
