import type { Direction } from '#lib/sky/direction.ts';
import { maxPixelRadiusRad } from '#lib/sky/healpix-cone.ts';
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

/**
 * Candidates on a stack: those of a pixel lie above those of the pixel that it is part of. It goes to millions of pixels, so
 * that nothing is made anew for each.
 */
export class Sieve {
	/** The stack up to `top`; what lies above is forgotten. */
	readonly stack: Candidate[];
	top: number;
	/** Fields that hold all of the pixel last sifted for, `holds` of them; only `covered` where that is one of them. */
	readonly holding: number[] = [];
	holds = 0;

	/** Of candidates, those of a field standing together and what is covered already first. */
	constructor(candidates: readonly Candidate[]) {
		this.stack = [...candidates];
		this.top = candidates.length;
	}

	/**
	 * Sorts the candidates `from` to `to` of the stack by how a cap about a place stands to them: puts those that hold part of
	 * it, as far as can be told, on top of the stack, and lists the fields that hold all of it.
	 */
	sift(from: number, to: number, place: Direction, cap: Cap): void {
		const { stack } = this;
		const base = this.top;
		let held = NaN;
		this.holds = 0;
		for (let i = from; i < to; i++) {
			const candidate = stack[i]!;
			const { field, around } = candidate;
			if (field === held) continue;
			const relation = candidate.part.relationTo(place, cap);
			if (relation === 'outside') continue;
			if (around !== null && cap.radiusRad < around.radiusRad) {
				if (this.#siftWithin(field, around, place, cap)) held = field;
			} else if (around !== null || relation === 'edge') this.#push(candidate);
			else held = field;
			if (held !== field) continue;
			while (this.top > base && stack[this.top - 1]!.field === field) this.top--;
			this.holding[this.holds++] = field;
			if (field === covered) return;
		}
	}

	/** The same for the parts of one field; whether one holds all. */
	#siftWithin(field: number, around: Surrounded, place: Direction, cap: Cap): boolean {
		around.inside ??= around.view.parts.map((part) => ({ field, part, around: null }));
		for (let i = 0; i < around.inside.length; i++) {
			const relation = around.inside[i]!.part.relationTo(place, cap);
			if (relation === 'edge') this.#push(around.inside[i]!);
			else if (relation === 'inside') return true;
		}
		return false;
	}

	/** Puts those of the candidates `from` to `to` that cover a place on top of the stack. */
	pick(from: number, to: number, place: Direction): void {
		for (let i = from; i < to; i++) if (covers(this.stack[i]!, place)) this.#push(this.stack[i]!);
	}

	#push(candidate: Candidate): void {
		this.stack[this.top++] = candidate;
	}
}

/** Whether a candidate covers a place. */
export function covers({ part, around }: Candidate, place: Direction): boolean {
	return part.contains(place) && (around === null || around.view.holds(place));
}
