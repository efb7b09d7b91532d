import { z } from 'zod';

const positive = z.number().positive();
const corner = z.tuple([z.number(), z.number()]);

const source = z.string().min(1);

/**
 * What a pointing covers, in degrees on the plane that touches the sky at its middle, at position angle 0: x to the
 * east, y to the north. `polygons` are chips, each by its corners in order. The radius of a circle is an angle.
 */
export const footprintSchema = z.discriminatedUnion('shape', [
	z.strictObject({ shape: z.literal('circle'), radiusDeg: positive, source }),
	z.strictObject({ shape: z.literal('rectangle'), widthDeg: positive, heightDeg: positive, source }),
	z.strictObject({
		shape: z.literal('polygons'),
		polygonsDeg: z.array(z.array(corner).min(3)).min(1),
		source
	})
]);

/** A footprint, whoever told it. */
export type Footprint = Unsourced<z.infer<typeof footprintSchema>>;
type Unsourced<F> = F extends unknown ? Omit<F, 'source'> : never;

/** A corner in degrees on the plane: to the east, to the north. */
export type Corner = readonly [xDeg: number, yDeg: number];

const circleCorners = 64;

/** The footprint as polygons; a circle by 64 corners on it, which lacks 0.16 % of its area. */
export function footprintPolygons(footprint: Footprint): (readonly Corner[])[] {
	switch (footprint.shape) {
		case 'polygons':
			return footprint.polygonsDeg;
		case 'rectangle': {
			const [x, y] = [footprint.widthDeg / 2, footprint.heightDeg / 2];
			return [
				[
					[-x, -y],
					[x, -y],
					[x, y],
					[-x, y]
				]
			];
		}
		case 'circle':
			return [
				Array.from({ length: circleCorners }, (_, i): Corner => {
					const angle = (2 * Math.PI * i) / circleCorners;
					return [footprint.radiusDeg * Math.cos(angle), footprint.radiusDeg * Math.sin(angle)];
				})
			];
	}
}

const hullCorners = 20;

/** A convex line around a footprint, gaps between its chips included: what a map of the whole sky shows of it. */
export function footprintHull(footprint: Footprint): readonly Corner[] {
	if (footprint.shape === 'circle')
		return Array.from({ length: hullCorners }, (_, i): Corner => {
			const angle = (2 * Math.PI * i) / hullCorners;
			return [footprint.radiusDeg * Math.cos(angle), footprint.radiusDeg * Math.sin(angle)];
		});
	const corners = footprintPolygons(footprint)
		.flat()
		.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
	return [...halfHull(corners), ...halfHull(corners.toReversed())];
}

/** One side of the hull of sorted corners, without its last (Andrew 1979, Inf. Process. Lett. 9, 216). */
function halfHull(corners: readonly Corner[]): Corner[] {
	const side: Corner[] = [];
	for (const corner of corners) {
		while (side.length > 1 && turnOf(side.at(-2)!, side.at(-1)!, corner) <= 0) side.pop();
		side.push(corner);
	}
	return side.slice(0, -1);
}

function turnOf([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner): number {
	return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/** Its area in square degrees on the plane; chips that overlap count twice. */
export function footprintAreaDeg2(footprint: Footprint): number {
	if (footprint.shape === 'circle') return Math.PI * footprint.radiusDeg ** 2;
	return footprintPolygons(footprint).reduce((sum, corners) => sum + Math.abs(signedArea(corners)), 0);
}

/** Length of all its edges in degrees on the plane. */
export function footprintEdgesDeg(footprint: Footprint): number {
	if (footprint.shape === 'circle') return 2 * Math.PI * footprint.radiusDeg;
	return footprintPolygons(footprint).reduce((sum, corners) => sum + lengthAround(corners), 0);
}

function lengthAround(corners: readonly Corner[]): number {
	return corners.reduce((sum, [x, y], i) => {
		const [nextX, nextY] = corners[(i + 1) % corners.length]!;
		return sum + Math.hypot(nextX - x, nextY - y);
	}, 0);
}

function signedArea(corners: readonly Corner[]): number {
	return (
		corners.reduce((sum, [x, y], i) => {
			const [nextX, nextY] = corners[(i + 1) % corners.length]!;
			return sum + x * nextY - nextX * y;
		}, 0) / 2
	);
}
