import { directionOf, type Direction } from '#lib/sky/direction.ts';
import { maxPixelRadiusRad } from '#lib/sky/healpix-cone.ts';
import { positionIn } from '#lib/sky/healpix-projection.ts';
import { finestNumberOrder } from '#lib/sky/healpix.ts';
import type { FieldOfView } from './field-of-view.ts';
import { capOf, Circle, type Cap, type FieldPart } from './field-part.ts';

const degree = Math.PI / 180;

/** The cap about its centre that holds a pixel of an order, with room for the rounding of angles. */
export const pixelCaps: readonly Cap[] = Array.from({ length: finestNumberOrder + 1 }, (_, order) =>
	capOf(maxPixelRadiusRad(order) * (1 + 1e-9) + 1e-12)
);

/** What may cover part of a pixel: a part of a field of view, or at first the circle around all of its parts. */
export interface Candidate {
	/** Its place in the list that atoms name; `covered` for what has been covered already. */
	readonly field: number;
	readonly part: FieldPart;
	/** Where `part` only surrounds it, what is there. */
	readonly around: Surrounded | null;
}

interface Surrounded {
	readonly radiusRad: number;
	readonly view: FieldOfView;
	inside: readonly Candidate[] | null;
}

/** Instead of the number of a field: that somebody has covered it already. */
export const covered = -1;

export function candidateOf(view: FieldOfView, field: number): Candidate {
	if (view.footprint.shape === 'circle') return { field, part: view.parts[0]!, around: null };
	const radiusRad = view.boundingRadiusDeg * degree + 1e-9;
	const part = new Circle(view.middle, radiusRad);
	return { field, part, around: { radiusRad, view, inside: null } };
}

/** What of some candidates a pixel has to do with. */
export interface Sifted {
	/** Fields that hold all of it; only `covered` where that is one of them. */
	readonly holding: readonly number[];
	/** Candidates of other fields that hold part of it, as far as can be told; those of a field stand together. */
	readonly edges: readonly Candidate[];
}

const alreadyCovered: Sifted = { holding: [covered], edges: [] };

/** Sorts candidates, those of a field standing together, by how a cap about a place stands to them. */
export function sift(candidates: readonly Candidate[], place: Direction, cap: Cap): Sifted {
	const holding: number[] = [];
	const edges: Candidate[] = [];
	let held = NaN;
	const take = (candidate: Candidate): void => {
		const { field, part, around } = candidate;
		if (field === held) return;
		const relation = part.relationTo(place, cap);
		if (relation === 'outside') return;
		if (around !== null && cap.radiusRad < around.radiusRad) {
			around.inside ??= around.view.parts.map((inner) => ({ field, part: inner, around: null }));
			around.inside.forEach(take);
		} else if (around !== null || relation === 'edge') edges.push(candidate);
		else {
			if (field !== covered) while (edges.at(-1)?.field === field) edges.pop();
			held = field;
			holding.push(field);
		}
	};
	for (const candidate of candidates) {
		take(candidate);
		if (held === covered) return alreadyCovered;
	}
	return { holding, edges };
}

/** Whether a candidate covers a place. */
export function covers({ part, around }: Candidate, place: Direction): boolean {
	return part.contains(place) && (around === null || around.view.holds(place));
}

/** The centre of a pixel. */
export function centreOf(order: number, face: number, x: number, y: number): Direction {
	const { raDeg, decDeg } = positionIn(2 ** order, { face, x: x + 0.5, y: y + 0.5 });
	return directionOf(raDeg, decDeg);
}
