import type { Provenance, Relation, Thing } from '#lib/versioning/provenance/model.ts';

/** A box of the graph, in pixels; `x` and `y` are its left upper corner. */
export interface GraphNode {
	readonly thing: Thing;
	readonly x: number;
	readonly y: number;
	readonly lines: readonly string[];
}

export interface GraphEdge {
	readonly relation: Relation;
	/** SVG path from the later thing to the earlier. */
	readonly path: string;
}

export interface ProvenanceGraph {
	readonly width: number;
	readonly height: number;
	readonly nodes: readonly GraphNode[];
	readonly edges: readonly GraphEdge[];
}

export const nodeSize = { width: 176, height: 40 } as const;

const gap = { x: 64, y: 14 } as const;
const margin = 12;
const lettersInLine = 25;

/** Columns by how far things are from what the graph is about: what it came of to the left, what came of it to the right. */
export function layoutProvenance({ things, relations }: Provenance, about: string): ProvenanceGraph {
	const place = placesAround(relations, about);
	const columns = Map.groupBy(things, ({ id }) => place.get(id) ?? 0);
	const order = [...columns.keys()].sort((a, b) => a - b);
	const tallest = Math.max(...[...columns.values()].map((column) => column.length));
	const height = tallest * (nodeSize.height + gap.y) - gap.y + 2 * margin;
	const alike = Map.groupBy(things, ({ label }) => label);
	const nodes = order.flatMap((column, index) => {
		const among = columns.get(column)!;
		const top = (height - (among.length * (nodeSize.height + gap.y) - gap.y)) / 2;
		return among.map((thing, row) => ({
			thing,
			x: margin + index * (nodeSize.width + gap.x),
			y: top + row * (nodeSize.height + gap.y),
			lines: linesOf(alike.get(thing.label)!.length > 1 ? nameOf(thing) : thing.label)
		}));
	});
	const byId = new Map(nodes.map((node) => [node.thing.id, node]));
	const edges = relations.map((relation) => ({
		relation,
		path: pathBetween(byId.get(relation.from)!, byId.get(relation.to)!)
	}));
	// what came of its own column is bound to it by an arc beside it
	const width = 2 * margin + order.length * (nodeSize.width + gap.x) - gap.x / 2;
	return { width, height, nodes, edges };
}

/** Steps from what the graph is about; below 0 for what it came of. */
export function placesAround(relations: readonly Relation[], about: string): Map<string, number> {
	const place = new Map([[about, 0]]);
	for (const way of [-1, 1]) {
		let edge = [about];
		while (edge.length > 0) {
			const next: string[] = [];
			for (const id of edge)
				for (const { from, to } of relations) {
					const [here, there] = way === -1 ? [from, to] : [to, from];
					if (here !== id || place.has(there)) continue;
					place.set(there, place.get(id)! + way);
					next.push(there);
				}
			edge = next;
		}
	}
	return place;
}

function pathBetween(from: GraphNode, to: GraphNode): string {
	const middle = (node: GraphNode) => node.y + nodeSize.height / 2;
	if (from.x === to.x) {
		const side = from.x + nodeSize.width;
		return `M${side},${middle(from)}C${side + 40},${middle(from)} ${side + 40},${middle(to)} ${side + 6},${middle(to)}`;
	}
	const isRight = from.x > to.x;
	const [x1, x2] = isRight ? [from.x, to.x + nodeSize.width + 6] : [from.x + nodeSize.width, to.x - 6];
	const bend = (x1 + x2) / 2;
	return `M${x1},${middle(from)}C${bend},${middle(from)} ${bend},${middle(to)} ${x2},${middle(to)}`;
}

/** What tells a thing from others with its label, such as the object of another survey: its id without its kind. */
function nameOf({ id, label }: Thing): string {
	return id.endsWith(`/${label}`) ? id.slice(id.indexOf('/') + 1) : label;
}

/** A label in at most two lines, which break between words or after a mark within one; only a word too long for a line is cut. */
function linesOf(label: string): string[] {
	const first = beginning(label, lettersInLine);
	const rest = label.slice(first.length).trim();
	if (rest === '') return [label];
	if (rest.length <= lettersInLine) return [first, rest];
	return [first, `${beginning(rest, lettersInLine - 1)}…`];
}

/** As much of a text as has at most so many letters and ends where a line may break. */
function beginning(text: string, most: number): string {
	if (text.length <= most) return text;
	const breaks = [...text.matchAll(/ |(?<=[-/@_.:,])(?=\w)/g)].map(({ index }) => index);
	return text.slice(0, breaks.findLast((at) => at > 0 && at <= most) ?? most);
}
