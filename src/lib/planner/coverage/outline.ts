import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import { tangentPlaneAt } from '#lib/sky/tangent-plane.ts';
import { footprintPolygons } from '../facilities/footprint.ts';
import type { FieldOfView } from './field-of-view.ts';

/** Corners of a field of view on the sky, ICRS in degrees, chip by chip. */
export function outlineOf(view: FieldOfView): SkyPlace[][] {
	const place = tangentPlaneAt(view, view.positionAngleDeg ?? 0);
	return footprintPolygons(view.footprint).map((corners) => corners.map(place));
}
