import { LookbackError } from '#lib/errors.ts';
import { footprintPolygons, type Footprint } from '#lib/planner/facilities/footprint.ts';
import { directionOf, type Direction } from '#lib/sky/direction.ts';
import { Chip, Circle, type FieldPart, type TangentPlane } from './field-part.ts';

const degree = Math.PI / 180;

/** Where an instrument looks, ICRS in degrees. */
export interface Pointing {
	readonly raDeg: number;
	readonly decDeg: number;
	/** From north to east, of the footprint's y axis; null or left out where nobody tells it, and then it counts as 0. */
	readonly positionAngleDeg?: number | null;
}

/** A footprint pointed somewhere: the sky that one look covers, gaps between chips left out. */
export class FieldOfView {
	readonly footprint: Footprint;
	readonly raDeg: number;
	readonly decDeg: number;
	readonly positionAngleDeg: number | null;
	/** All of it is within this angle of its middle. */
	readonly boundingRadiusDeg: number;
	readonly middle: Direction;
	#parts: readonly FieldPart[] | null = null;

	/** @throws LookbackError `planner/bad-pointing` for a pointing that is none. */
	constructor(footprint: Footprint, { raDeg, decDeg, positionAngleDeg = null }: Pointing) {
		if (!Number.isFinite(raDeg) || !(Math.abs(decDeg) <= 90) || !Number.isFinite(positionAngleDeg ?? 0))
			throw new LookbackError(
				'incorrect',
				'planner/bad-pointing',
				`The pointing is raDeg ${raDeg}, decDeg ${decDeg}, positionAngleDeg ${positionAngleDeg}; raDeg must be finite, decDeg between -90 and 90, positionAngleDeg finite or null.`,
				{
					raDeg: String(raDeg),
					decDeg: String(decDeg),
					positionAngleDeg: String(positionAngleDeg)
				}
			);
		this.footprint = footprint;
		this.raDeg = raDeg;
		this.decDeg = decDeg;
		this.positionAngleDeg = positionAngleDeg;
		this.middle = directionOf(raDeg, decDeg);
		this.boundingRadiusDeg = reachDeg(footprint);
	}

	/** Circles and chips that make it up together. */
	get parts(): readonly FieldPart[] {
		return (this.#parts ??= partsOf(this));
	}

	/** Whether it covers a position in degrees. */
	contains(raDeg: number, decDeg: number): boolean {
		return this.holds(directionOf(raDeg, decDeg));
	}

	/** Whether it covers the place that a unit vector points to. */
	holds(place: Direction): boolean {
		return this.parts.some((part) => part.contains(place));
	}
}

const reaches = new WeakMap<Footprint, number>();

function reachDeg(footprint: Footprint): number {
	if (footprint.shape === 'circle') return Math.min(180, footprint.radiusDeg);
	const known = reaches.get(footprint);
	if (known !== undefined) return known;
	let farthest = 0;
	for (const corners of footprintPolygons(footprint))
		for (const [x, y] of corners) farthest = Math.max(farthest, Math.hypot(x, y));
	const reach = Math.atan(farthest * degree) / degree;
	reaches.set(footprint, reach);
	return reach;
}

function partsOf({ footprint, middle, raDeg, decDeg, positionAngleDeg }: FieldOfView): readonly FieldPart[] {
	if (footprint.shape === 'circle') return [new Circle(middle, footprint.radiusDeg * degree)];
	const [sinRa, cosRa] = [Math.sin(raDeg * degree), Math.cos(raDeg * degree)];
	const [sinDec, cosDec] = [Math.sin(decDeg * degree), Math.cos(decDeg * degree)];
	const east: Direction = [-sinRa, cosRa, 0];
	const north: Direction = [-sinDec * cosRa, -sinDec * sinRa, cosDec];
	const angle = (positionAngleDeg ?? 0) * degree;
	const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
	const plane: TangentPlane = {
		middle,
		x: combined(east, cos, north, -sin),
		y: combined(north, cos, east, sin)
	};
	return footprintPolygons(footprint).map((corners) => new Chip(plane, corners));
}

function combined(a: Direction, wa: number, b: Direction, wb: number): Direction {
	return [wa * a[0] + wb * b[0], wa * a[1] + wb * b[1], wa * a[2] + wb * b[2]];
}
