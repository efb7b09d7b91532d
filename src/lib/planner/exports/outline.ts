import { directionOf, positionOf, type Direction } from '#lib/sky/direction.ts';
import type { FieldOfView } from '../coverage/field-of-view.ts';
import { footprintPolygons } from '../facilities/footprint.ts';

const degree = Math.PI / 180;

/** Corners of a field of view on the sky, ICRS in degrees, chip by chip (gnomonic, Calabretta & Greisen 2002, section 5.1.3). */
export function outlineOf(view: FieldOfView): { readonly raDeg: number; readonly decDeg: number }[][] {
	const { raDeg, decDeg, footprint } = view;
	const [sinRa, cosRa] = [Math.sin(raDeg * degree), Math.cos(raDeg * degree)];
	const [sinDec, cosDec] = [Math.sin(decDeg * degree), Math.cos(decDeg * degree)];
	const middle = directionOf(raDeg, decDeg);
	const east: Direction = [-sinRa, cosRa, 0];
	const north: Direction = [-sinDec * cosRa, -sinDec * sinRa, cosDec];
	const angle = (view.positionAngleDeg ?? 0) * degree;
	const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
	const at = (x: number, y: number) => {
		const toEast = (x * cos + y * sin) * degree;
		const toNorth = (y * cos - x * sin) * degree;
		return positionOf([
			middle[0] + toEast * east[0] + toNorth * north[0],
			middle[1] + toEast * east[1] + toNorth * north[1],
			middle[2] + toEast * east[2] + toNorth * north[2]
		]);
	};
	return footprintPolygons(footprint).map((corners) => corners.map(([x, y]) => at(x, y)));
}
