import { mjdUtcOf } from '#lib/sky/time-scales.ts';
import { compareBands } from '#lib/ui/plots/bands.ts';
import { brightnessOf, type Quantity } from '#lib/ui/plots/brightness.ts';
import type { LightCurvePoint } from '#lib/ui/plots/light-curve-point.ts';

/** Filled: a detection. Hollow: forced photometry (square), a limit (triangle), or fainter than the reference. */
export type Mark = 'detection' | 'fainter' | 'forced' | 'limit';

/** A point with what is drawn of it. */
export interface MeasuredPoint {
	readonly point: LightCurvePoint;
	readonly band: string;
	readonly mark: Mark;
	readonly mjd: number;
	/** In mag, or in nJy. */
	readonly value: number;
	readonly error: number | null;
	readonly isComputed: boolean;
}

/** What can be drawn of a light curve in a quantity, whatever the size of the drawing. */
export interface MeasuredCurve {
	readonly quantity: Quantity;
	/** By epoch; never none. */
	readonly points: readonly MeasuredPoint[];
	/** By wavelength. */
	readonly bands: readonly string[];
	/** MJD of the first detection that the page knows, or null. */
	readonly firstDetectionMjd: number | null;
	/** How many say nothing in this quantity and are not drawn. */
	readonly left: number;
}

/** Null where nothing can be drawn. */
export function measuredCurve(given: readonly LightCurvePoint[], quantity: Quantity): MeasuredCurve | null {
	const points = given.flatMap((point) => measured(point, quantity)).sort((a, b) => a.mjd - b.mjd);
	if (points.length === 0) return null;
	const first = points.find(({ point }) => point.kind === 'detection' && point.hindsight !== 'unknown');
	return {
		quantity,
		points,
		bands: [...new Set(points.map(({ band }) => band))].sort(compareBands),
		firstDetectionMjd: first?.mjd ?? null,
		left: given.length - points.length
	};
}

function measured(point: LightCurvePoint, quantity: Quantity): MeasuredPoint[] {
	const brightness = brightnessOf(point, quantity);
	if (!brightness) return [];
	const isFainter = point.kind === 'detection' && (point.isPositive === false || (point.fluxNjy ?? 0) < 0);
	return [
		{
			...brightness,
			point,
			band: point.band ?? 'no band',
			mark: isFainter ? 'fainter' : point.kind,
			mjd: mjdUtcOf(point.observedAt)
		}
	];
}
