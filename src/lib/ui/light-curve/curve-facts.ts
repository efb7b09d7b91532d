import type { Instant } from '#lib/sky/time.ts';
import { compareBands } from '#lib/ui/plots/bands.ts';
import { brightnessText, toldQuantity } from '#lib/ui/plots/brightness.ts';
import type { LightCurvePoint } from '#lib/ui/plots/light-curve-point.ts';
import { measuredCurve, type MeasuredPoint } from '#lib/ui/plots/measured-points.ts';

/** A light curve in a few numbers. */
export interface CurveFacts {
	readonly detections: number;
	readonly forced: number;
	readonly limits: number;
	/** Bands of its detections, by wavelength. */
	readonly bands: readonly string[];
	/** Of those above their reference. */
	readonly brightest: NotedDetection | null;
	readonly newest: NotedDetection | null;
}

export interface NotedDetection {
	/** `17.321 ± 0.040 mag` */
	readonly text: string;
	/** Whether it is that much fainter than the reference, not brighter. */
	readonly isFainter: boolean;
	readonly band: string | null;
	readonly observedAt: Instant;
}

/** Of the points that a page knows; those that it looks back to before are none of them. */
export function curveFacts(given: readonly LightCurvePoint[]): CurveFacts {
	const points = given.filter(({ hindsight }) => hindsight !== 'unknown');
	const quantity = toldQuantity(points);
	const count = (kind: LightCurvePoint['kind']) => points.filter((point) => point.kind === kind).length;
	const valued = (measuredCurve(points, quantity)?.points ?? []).filter(
		({ point }) => point.kind === 'detection'
	);
	const sign = quantity === 'mag' ? -1 : 1;
	let brightest: MeasuredPoint | undefined;
	for (const one of valued) {
		if (one.mark !== 'fainter' && !(brightest && sign * one.value <= sign * brightest.value)) brightest = one;
	}
	const noted = (one: MeasuredPoint | undefined): NotedDetection | null =>
		one
			? {
					text: brightnessText(one.value, one.error, quantity),
					isFainter: one.mark === 'fainter',
					band: one.point.band,
					observedAt: one.point.observedAt
				}
			: null;
	const bands = points.flatMap(({ kind, band }) => (kind === 'detection' && band !== null ? [band] : []));
	return {
		detections: count('detection'),
		forced: count('forced'),
		limits: count('limit'),
		bands: [...new Set(bands)].sort(compareBands),
		brightest: noted(brightest),
		newest: noted(valued.at(-1))
	};
}
