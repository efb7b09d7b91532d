import { deinterleave } from '#lib/sky/healpix-bits.ts';
import { centreInto } from '#lib/sky/healpix-projection.ts';
import { finestNumberOrder } from '#lib/sky/healpix.ts';
import { candidateOf, covered, covers, pixelCaps, Sieve } from './candidates.ts';
import type { FieldOfView } from './field-of-view.ts';
import { FieldSets } from './field-sets.ts';
import { pixelSize, type SortedCells } from './sorted-cells.ts';

/** A map's probability by what covers it; all of it together is 1. */
export interface Division {
	/** Covered already by others. */
	readonly alreadyCovered: number;
	/** Of what is left, by the fields that cover it; the first is what none does. */
	readonly parts: readonly { readonly fields: readonly number[]; readonly probability: number }[];
}

/**
 * Divides a map along the edges of fields of view. Pixels that lie on an edge are divided until they hold so little
 * probability that the sum of any parts has a standard error of at most a third of `error`, then they go where their
 * centre is: docs/design/planner.md, "Coverage".
 */
export function divideMap(
	cells: SortedCells,
	fields: readonly FieldOfView[],
	alreadyCovered: readonly FieldOfView[],
	error: number
): Division {
	return new Divider(cells, fields, alreadyCovered, largestPart(error)).divide();
}

/** The probability to which a pixel on an edge is divided. */
export function largestPart(error: number): number {
	return (4 / 3) * error ** 2;
}

class Divider {
	readonly #cells: SortedCells;
	readonly #sieve: Sieve;
	readonly #sets: FieldSets;
	readonly #most: number;
	readonly #probability: number[] = [0];
	readonly #centre: [number, number, number] = [0, 0, 0];
	#alreadyCovered = 0;

	constructor(
		cells: SortedCells,
		fields: readonly FieldOfView[],
		alreadyCovered: readonly FieldOfView[],
		most: number
	) {
		this.#cells = cells;
		this.#sets = new FieldSets(fields);
		this.#sieve = new Sieve([
			...alreadyCovered.map((view) => candidateOf(view, covered)),
			...this.#sets.views.map((view, i) => candidateOf(view, i))
		]);
		this.#most = most;
	}

	divide(): Division {
		const cells = this.#cells;
		const all = this.#sieve.top;
		for (let face = 0, from = 0; face < 12; face++) {
			const to = cells.firstFrom((face + 1) * pixelSize[0]!, from, cells.begin.length);
			this.#visit(0, face, 0, 0, face * pixelSize[0]!, from, to, 0, 0, all);
			from = to;
		}
		const parts = [...this.#probability.entries()].flatMap(([set, probability]) =>
			set === 0 || probability > 0 ? [{ fields: this.#sets.fieldsOf(set), probability }] : []
		);
		return { alreadyCovered: this.#alreadyCovered, parts };
	}

	/**
	 * A pixel, its first pixel `begin` of the finest order, and the cells `from` to `to` that it holds or the one that holds it.
	 * Fields of a set cover all of it, the candidates `low` to `high` of the stack may cover part.
	 */
	#visit(
		order: number,
		face: number,
		x: number,
		y: number,
		begin: number,
		from: number,
		to: number,
		set: number,
		low: number,
		high: number
	): void {
		if (from === to) return;
		const cells = this.#cells;
		if (to - from === 1 && cells.order[from]! > order) {
			// The only cell in a pixel instead of the pixel: a map of points has them twenty orders down.
			order = cells.order[from]!;
			begin = cells.begin[from]!;
			({ face, x, y } = deinterleave(order, begin / pixelSize[order]!));
		}
		const isEven = to - from === 1 && cells.order[from]! <= order;
		let probability = cells.before[to]! - cells.before[from]!;
		if (isEven) probability = (probability * pixelSize[order]!) / pixelSize[cells.order[from]!]!;
		centreInto(this.#centre, order, face, x, y);
		// What has cells within may be very uneven: the whole of it could be wrong.
		const isLast = probability <= (isEven ? this.#most : this.#most / 12) || order === finestNumberOrder;
		if (isLast) return this.#addByCentre(order, probability, set, low, high);
		const sieve = this.#sieve;
		const { top, holding } = sieve;
		sieve.sift(low, high, this.#centre, pixelCaps[order]!);
		const edges = sieve.top;
		if (sieve.holds > 0 && holding[0] === covered) {
			this.#alreadyCovered += probability;
			sieve.top = top;
			return;
		}
		set = this.#sets.with(set, holding, sieve.holds);
		if (edges === top) return this.#add(set, probability);
		const size = pixelSize[order + 1]!;
		for (let quarter = 0; quarter < 4; quarter++) {
			const first = begin + quarter * size;
			const end = isEven ? to : cells.firstFrom(first + size, from, to);
			const inX = 2 * x + (quarter & 1);
			const inY = 2 * y + (quarter >> 1);
			this.#visit(order + 1, face, inX, inY, first, from, end, set, top, edges);
			if (!isEven) from = end;
		}
		sieve.top = top;
	}

	/** Adds the probability of a pixel to that of what covers its centre; what holds all of it comes first. */
	#addByCentre(order: number, probability: number, set: number, low: number, high: number): void {
		const sieve = this.#sieve;
		const { top, stack, holding } = sieve;
		sieve.pick(low, high, this.#centre);
		const there = sieve.top;
		if (there === top) return this.#add(set, probability);
		sieve.sift(top, there, this.#centre, pixelCaps[order]!);
		const end = sieve.top;
		sieve.top = top;
		if (sieve.holds > 0 && holding[0] === covered) return void (this.#alreadyCovered += probability);
		set = this.#sets.with(set, holding, sieve.holds);
		let besides = 0;
		for (let i = there; i < end; i++) {
			const candidate = stack[i]!;
			if (!covers(candidate, this.#centre)) continue;
			if (candidate.field === covered) return void (this.#alreadyCovered += probability);
			if (besides === 0 || candidate.field !== holding[besides - 1]) holding[besides++] = candidate.field;
		}
		set = this.#sets.with(set, holding, besides);
		this.#add(set, probability);
	}

	#add(set: number, probability: number): void {
		for (let next = this.#probability.length; next <= set; next++) this.#probability.push(0);
		this.#probability[set]! += probability;
	}
}
