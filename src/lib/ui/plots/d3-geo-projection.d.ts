declare module 'd3-geo-projection' {
	import type { GeoProjection } from 'd3-geo';
	/** The Mollweide projection: equal areas, the whole sphere in an ellipse of 2:1. */
	export function geoMollweide(): GeoProjection;
}
