import { angleBetween, directionOf, type Direction } from '#lib/sky/direction.ts';
import type { Slew } from '#lib/planner/schedule/problem.ts';

const degree = Math.PI / 180;

/** Seconds that an instrument takes to go through an angle in degrees. */
export function slewSeconds({ settleSeconds, degPerSecond }: Slew, angleDeg: number): number {
	return angleDeg === 0 ? 0 : settleSeconds + angleDeg / degPerSecond;
}

/** Above so many places the farthest is not looked for among all pairs, which takes the square of their number. */
const mostPairwise = 1500;

/**
 * For each of some places, the angle in degrees to the farthest other one; of many places an angle that is no
 * smaller, by way of a cap that holds them all.
 */
export function farthestDeg(places: readonly { raDeg: number; decDeg: number }[]): Float64Array {
	const directions = places.map(({ raDeg, decDeg }) => directionOf(raDeg, decDeg));
	if (directions.length <= mostPairwise)
		return Float64Array.from(directions, (place) => {
			let least = 1;
			for (const other of directions) least = Math.min(least, dot(place, other));
			return Math.acos(Math.max(-1, least)) / degree;
		});
	const sum = [0, 1, 2].map((axis) => directions.reduce((total, one) => total + one[axis]!, 0));
	const length = Math.hypot(...sum);
	if (length < 1e-9) return new Float64Array(places.length).fill(180);
	const centre = sum.map((s) => s / length) as unknown as Direction;
	const apart = directions.map((one) => angleBetween(centre, one));
	const radius = apart.reduce((most, angle) => Math.max(most, angle), 0);
	return Float64Array.from(apart, (angle) => Math.min(180, (angle + radius) / degree));
}

function dot(a: Direction, b: Direction): number {
	return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
