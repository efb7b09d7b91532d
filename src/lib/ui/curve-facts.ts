import type { Measurement } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { brightnessOf, brightnessText, toldQuantity } from '#lib/ui/plots/brightness.ts';
import { compareBands } from '#lib/ui/plots/bands.ts';
import { lightCurvePoint } from '#lib/ui/plots/light-curve-point.ts';

/** A light curve in a few numbers. */
export interface CurveFacts {
	readonly detections: number;
	readonly forced: number;
	readonly limits: number;
	/** Bands of its detections, by wavelength. */
	readonly bands: readonly string[];
	readonly brightest: NotedDetection | null;
	readonly newest: NotedDetection | null;
}

export interface NotedDetection {
	/** `17.321 ± 0.040 mag` */
	readonly text: string;
	readonly band: string | null;
	readonly observedAt: Instant;
}

/** Of measurements in force, by epoch. */
export function curveFacts(rows: readonly Measurement[]): CurveFacts {
	const points = rows.map((row) => lightCurvePoint(row, 'in-force'));
	const quantity = toldQuantity(points);
	const detections = points.filter(({ kind }) => kind === 'detection');
	const valued = detections.flatMap((point) => {
		const brightness = brightnessOf(point, quantity);
		return brightness ? [{ point, ...brightness }] : [];
	});
	const brighter = quantity === 'mag' ? -1 : 1;
	const brightest = valued.reduce<(typeof valued)[number] | null>(
		(best, one) => (best === null || brighter * (one.value - best.value) > 0 ? one : best),
		null
	);
	const noted = (one: (typeof valued)[number] | null | undefined): NotedDetection | null =>
		one
			? {
					text: brightnessText(one.value, one.error, quantity),
					band: one.point.band,
					observedAt: one.point.observedAt
				}
			: null;
	return {
		detections: detections.length,
		forced: points.filter(({ kind }) => kind === 'forced').length,
		limits: points.filter(({ kind }) => kind === 'limit').length,
		bands: [...new Set(detections.flatMap(({ band }) => band ?? []))].sort(compareBands),
		brightest: noted(brightest),
		newest: noted(valued.at(-1))
	};
}
