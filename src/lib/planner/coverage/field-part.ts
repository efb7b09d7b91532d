import type { Corner } from '#lib/planner/facilities/footprint.ts';
import { angleBetween, type Direction } from '#lib/sky/direction.ts';

/** A circle of the sky about a place, told apart from it: all that its radius decides. */
export interface Cap {
	readonly radiusRad: number;
	readonly cos: number;
	readonly sin: number;
}

export function capOf(radiusRad: number): Cap {
	return { radiusRad, cos: Math.cos(radiusRad), sin: Math.sin(radiusRad) };
}

/** How a cap about a place stands to part of a field of view; `edge` is what is neither certainly. */
export type Relation = 'inside' | 'edge' | 'outside';

/** Part of what a field of view covers: a circle of the sky, or one chip. Parts may overlap. */
export interface FieldPart {
	relationTo(place: Direction, cap: Cap): Relation;
	contains(place: Direction): boolean;
}

export class Circle implements FieldPart {
	readonly #centre: Direction;
	readonly radiusRad: number;
	readonly #cos: number;
	readonly #sin: number;

	constructor(centre: Direction, radiusRad: number) {
		this.#centre = centre;
		this.radiusRad = Math.min(radiusRad, Math.PI);
		this.#cos = Math.cos(this.radiusRad);
		this.#sin = Math.sin(this.radiusRad);
	}

	relationTo(place: Direction, { radiusRad, cos, sin }: Cap): Relation {
		const along = dot(this.#centre, place);
		const isSphere = this.radiusRad + radiusRad >= Math.PI;
		if (!isSphere && along < this.#cos * cos - this.#sin * sin) return 'outside';
		return radiusRad <= this.radiusRad && along >= this.#cos * cos + this.#sin * sin ? 'inside' : 'edge';
	}

	contains(place: Direction): boolean {
		return this.radiusRad === Math.PI || dot(this.#centre, place) >= this.#cos;
	}
}

/** The plane that touches the sky at a field's middle: unit vectors to there and along the footprint's axes. */
export interface TangentPlane {
	readonly middle: Direction;
	readonly x: Direction;
	readonly y: Direction;
}

/** Beyond 84 degrees from the middle the plane is stretched a hundredfold: nothing is certain there. */
const leastCos = 0.1;

const degree = Math.PI / 180;

/** A polygon with its corners on the tangent plane (gnomonic), so that its sides are great circles. */
export class Chip implements FieldPart {
	readonly #plane: TangentPlane;
	/** x and y of the corners by turns, in radians; the first stands at the end once more. */
	readonly #corners: Float64Array;
	/** The box around all corners: least and greatest x, least and greatest y. */
	readonly #left: number;
	readonly #right: number;
	readonly #bottom: number;
	readonly #top: number;
	/** The cap around all corners, which holds the sides as well. */
	readonly #around: Circle;

	constructor(plane: TangentPlane, cornersDeg: readonly Corner[]) {
		this.#plane = plane;
		this.#corners = new Float64Array(2 * cornersDeg.length + 2);
		for (let i = 0; i < this.#corners.length; i++)
			this.#corners[i] = cornersDeg[(i >> 1) % cornersDeg.length]![i % 2]! * degree;
		let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
		let [sumX, sumY] = [0, 0];
		for (const [x, y] of cornersDeg) {
			[left, right] = [Math.min(left, x), Math.max(right, x)];
			[bottom, top] = [Math.min(bottom, y), Math.max(top, y)];
			sumX += x;
			sumY += y;
		}
		[this.#left, this.#right] = [left * degree, right * degree];
		[this.#bottom, this.#top] = [bottom * degree, top * degree];
		const centre = directionOnPlane(plane, [sumX / cornersDeg.length, sumY / cornersDeg.length]);
		let reach = 0;
		for (const corner of cornersDeg)
			reach = Math.max(reach, angleBetween(centre, directionOnPlane(plane, corner)));
		this.#around = new Circle(centre, reach + 1e-9);
	}

	relationTo(place: Direction, cap: Cap): Relation {
		if (this.#around.relationTo(place, cap) === 'outside') return 'outside';
		const along = dot(this.#plane.middle, place);
		const cosFarthest = along * cap.cos - Math.sqrt(Math.max(0, 1 - along * along)) * cap.sin;
		if (cosFarthest < leastCos) return 'edge';
		// Nowhere in the cap does the projection stretch by more than 1 / cos^2 of the farthest point's angle.
		const reach = cap.radiusRad / (cosFarthest * cosFarthest);
		const x = dot(this.#plane.x, place) / along;
		const y = dot(this.#plane.y, place) / along;
		if (!this.#isInBox(x, y, reach)) return 'outside';
		if (this.#isNearSide(x, y, reach)) return 'edge';
		return this.#holds(x, y) ? 'inside' : 'outside';
	}

	contains(place: Direction): boolean {
		const along = dot(this.#plane.middle, place);
		if (along <= 0) return false;
		const x = dot(this.#plane.x, place) / along;
		const y = dot(this.#plane.y, place) / along;
		return this.#isInBox(x, y, 0) && this.#holds(x, y);
	}

	/** Whether a point is in the box around all corners or so near to it. */
	#isInBox(x: number, y: number, reach: number): boolean {
		return (
			x >= this.#left - reach &&
			x <= this.#right + reach &&
			y >= this.#bottom - reach &&
			y <= this.#top + reach
		);
	}

	/** By the sides that a ray to larger x crosses. */
	#holds(x: number, y: number): boolean {
		const corners = this.#corners;
		let isInside = false;
		for (let i = 0; i + 3 < corners.length; i += 2) {
			const y1 = corners[i + 1]!;
			const y2 = corners[i + 3]!;
			if (y1 > y === y2 > y) continue;
			const x1 = corners[i]!;
			if (x < x1 + ((y - y1) / (y2 - y1)) * (corners[i + 2]! - x1)) isInside = !isInside;
		}
		return isInside;
	}

	/** Whether a point is no farther than `reach` from any side. */
	#isNearSide(x: number, y: number, reach: number): boolean {
		const corners = this.#corners;
		for (let i = 0; i + 3 < corners.length; i += 2) {
			const dx = corners[i + 2]! - corners[i]!;
			const dy = corners[i + 3]! - corners[i + 1]!;
			const px = x - corners[i]!;
			const py = y - corners[i + 1]!;
			const length2 = dx * dx + dy * dy;
			const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
			const offX = px - t * dx;
			const offY = py - t * dy;
			if (offX * offX + offY * offY <= reach * reach) return true;
		}
		return false;
	}
}

/** The unit vector towards a corner in degrees on a plane. */
export function directionOnPlane({ middle, x, y }: TangentPlane, [xDeg, yDeg]: Corner): Direction {
	const [u, v] = [xDeg * degree, yDeg * degree];
	const length = Math.hypot(1, u, v);
	const on = (axis: 0 | 1 | 2) => (middle[axis] + u * x[axis] + v * y[axis]) / length;
	return [on(0), on(1), on(2)];
}

function dot(a: Direction, b: Direction): number {
	return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
