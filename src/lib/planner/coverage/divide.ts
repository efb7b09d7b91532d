import { deinterleave } from '#lib/sky/healpix-bits.ts';
import { finestNumberOrder } from '#lib/sky/healpix.ts';
import { candidateOf, centreOf, covered, covers, pixelCaps, sift, type Candidate } from './candidates.ts';
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
	const candidates = [
		...alreadyCovered.map((view) => candidateOf(view, covered)),
		...fields.map((view, field) => candidateOf(view, field))
	];
	return new Divider(cells, fields.length, (4 / 3) * error ** 2).divide(candidates);
}

/** A pixel of the map, and the cells that it holds or the one that holds it. */
interface Node {
	readonly order: number;
	readonly face: number;
	readonly x: number;
	readonly y: number;
	/** Its first pixel of the finest order. */
	readonly begin: number;
	readonly from: number;
	readonly to: number;
}

class Divider {
	readonly #cells: SortedCells;
	readonly #sets: FieldSets;
	readonly #most: number;
	readonly #probability: number[] = [0];
	#alreadyCovered = 0;

	constructor(cells: SortedCells, fields: number, most: number) {
		this.#cells = cells;
		this.#sets = new FieldSets(fields);
		this.#most = most;
	}

	divide(candidates: readonly Candidate[]): Division {
		const cells = this.#cells;
		for (let face = 0, from = 0; face < 12; face++) {
			const to = cells.firstFrom((face + 1) * pixelSize[0]!, from, cells.begin.length);
			this.#visit({ order: 0, face, x: 0, y: 0, begin: face * pixelSize[0]!, from, to }, 0, candidates);
			from = to;
		}
		const parts = this.#sets.members.map((fields, set) => ({
			fields,
			probability: this.#probability[set] ?? 0
		}));
		return { alreadyCovered: this.#alreadyCovered, parts };
	}

	#visit(pixel: Node, set: number, candidates: readonly Candidate[]): void {
		if (pixel.from === pixel.to) return;
		const node = this.#narrowed(pixel);
		const place = centreOf(node.order, node.face, node.x, node.y);
		const { holding, edges } = sift(candidates, place, pixelCaps[node.order]!);
		const isEven = this.#isWithinOneCell(node);
		const probability = this.#probabilityOf(node);
		if (holding[0] === covered) {
			this.#alreadyCovered += probability;
			return;
		}
		for (const field of holding) set = this.#sets.with(set, field);
		// What has cells within may be very uneven: the whole of it could be wrong.
		const most = isEven ? this.#most : this.#most / 12;
		if (edges.length === 0) this.#add(set, probability);
		else if (probability <= most || node.order === finestNumberOrder) {
			for (const edge of edges) {
				if (!covers(edge, place)) continue;
				if (edge.field === covered) {
					this.#alreadyCovered += probability;
					return;
				}
				set = this.#sets.with(set, edge.field);
			}
			this.#add(set, probability);
		} else this.#visitQuarters(node, isEven, set, edges);
	}

	#visitQuarters(node: Node, isEven: boolean, set: number, candidates: readonly Candidate[]): void {
		const order = node.order + 1;
		const size = pixelSize[order]!;
		let from = node.from;
		for (let quarter = 0; quarter < 4; quarter++) {
			const begin = node.begin + quarter * size;
			const to = isEven ? node.to : this.#cells.firstFrom(begin + size, from, node.to);
			const [x, y] = [2 * node.x + (quarter & 1), 2 * node.y + (quarter >> 1)];
			this.#visit({ order, face: node.face, x, y, begin, from, to }, set, candidates);
			if (!isEven) from = to;
		}
	}

	/** The only cell in a pixel instead of the pixel: a map of points has them twenty orders down. */
	#narrowed(node: Node): Node {
		const cells = this.#cells;
		const { from, to } = node;
		const order = cells.order[from]!;
		if (to - from > 1 || order <= node.order) return node;
		const begin = cells.begin[from]!;
		return { order, ...deinterleave(order, begin / pixelSize[order]!), begin, from, to };
	}

	#isWithinOneCell({ order, from, to }: Node): boolean {
		return to - from === 1 && this.#cells.order[from]! <= order;
	}

	#probabilityOf(node: Node): number {
		const { before, order } = this.#cells;
		const all = before[node.to]! - before[node.from]!;
		return this.#isWithinOneCell(node) ? (all * pixelSize[node.order]!) / pixelSize[order[node.from]!]! : all;
	}

	#add(set: number, probability: number): void {
		this.#probability[set] = (this.#probability[set] ?? 0) + probability;
	}
}
