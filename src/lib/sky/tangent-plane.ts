import { directionOf, positionOf, type Direction } from '#lib/sky/direction.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';

const degree = Math.PI / 180;

/**
 * Of the plane that touches the sky at a place: from degrees on it, x to the east and y to the north, turned by a position angle from north
 * to east, to where they lie on the sky (gnomonic, Calabretta & Greisen 2002, section 5.1.3).
 */
export function tangentPlaneAt({ raDeg, decDeg }: SkyPlace, positionAngleDeg = 0) {
	const [sinRa, cosRa] = [Math.sin(raDeg * degree), Math.cos(raDeg * degree)];
	const [sinDec, cosDec] = [Math.sin(decDeg * degree), Math.cos(decDeg * degree)];
	const middle = directionOf(raDeg, decDeg);
	const east: Direction = [-sinRa, cosRa, 0];
	const north: Direction = [-sinDec * cosRa, -sinDec * sinRa, cosDec];
	const [sin, cos] = [Math.sin(positionAngleDeg * degree), Math.cos(positionAngleDeg * degree)];
	return ([xDeg, yDeg]: readonly [xDeg: number, yDeg: number]): SkyPlace => {
		const toEast = (xDeg * cos + yDeg * sin) * degree;
		const toNorth = (yDeg * cos - xDeg * sin) * degree;
		return positionOf([
			middle[0] + toEast * east[0] + toNorth * north[0],
			middle[1] + toEast * east[1] + toNorth * north[1],
			middle[2] + toEast * east[2] + toNorth * north[2]
		]);
	};
}
