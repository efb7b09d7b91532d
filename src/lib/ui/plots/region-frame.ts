import { geoAzimuthalEqualArea, type GeoProjection } from 'd3-geo';
import { geoMollweide } from 'd3-geo-projection';
import { directionOf, positionOf, type Direction } from '#lib/sky/direction.ts';
import { separationDeg } from '#lib/sky/separation.ts';

/** A position in degrees, ICRS. */
export interface SkyPoint {
	readonly raDeg: number;
	readonly decDeg: number;
}

/** The part of the sky that a drawing shows: what lies within a radius of a point, or all of it. */
export interface SkyFrame extends SkyPoint {
	/** Null: the whole sky. */
	readonly radiusDeg: number | null;
}

/** Wider regions are drawn on the whole sky. */
const WIDEST_DEG = 50;
const NARROWEST_DEG = 0.01;
const MARGIN = 1.2;

/** The frame that holds all points, each with a radius around it. */
export function frameOf(points: readonly (SkyPoint & { readonly reachDeg?: number })[]): SkyFrame {
	const sum = points.reduce<Direction>(
		([x, y, z], { raDeg, decDeg }) => {
			const [a, b, c] = directionOf(raDeg, decDeg);
			return [x + a, y + b, z + c];
		},
		[0, 0, 0]
	);
	const length = Math.hypot(...sum);
	if (length < 1e-9) return { raDeg: points[0]?.raDeg ?? 180, decDeg: 0, radiusDeg: null };
	const center = positionOf([sum[0] / length, sum[1] / length, sum[2] / length]);
	const reachDeg = points.reduce(
		(most, { raDeg, decDeg, reachDeg: own = 0 }) =>
			Math.max(most, separationDeg(center.raDeg, center.decDeg, raDeg, decDeg) + own),
		NARROWEST_DEG
	);
	const radiusDeg = reachDeg * MARGIN;
	return radiusDeg > WIDEST_DEG
		? { raDeg: center.raDeg, decDeg: 0, radiusDeg: null }
		: { ...center, radiusDeg };
}

/** East to the left, equal areas: the whole sky in Mollweide's projection, a part of it as seen from its middle. */
export function projectionOf(frame: SkyFrame, width: number, height: number): GeoProjection {
	const rect: [[number, number], [number, number]] = [
		[2, 2],
		[width - 2, height - 2]
	];
	if (frame.radiusDeg === null)
		return geoMollweide().reflectX(true).rotate([-frame.raDeg, 0]).fitExtent(rect, { type: 'Sphere' });
	// the radius of a circle in this projection is 2 sin(r / 2)
	const half = 2 * Math.sin((frame.radiusDeg * Math.PI) / 360);
	return geoAzimuthalEqualArea()
		.reflectX(true)
		.rotate([-frame.raDeg, -frame.decDeg])
		.scale(Math.min(width, height) / 2 / half)
		.translate([width / 2, height / 2])
		.clipAngle(Math.min(179, frame.radiusDeg * 2.5))
		.clipExtent([
			[0, 0],
			[width, height]
		]);
}
