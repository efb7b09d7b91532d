import type { PhotometryFact } from '#lib/archive/facts.ts';
import type { CurveMeasurement } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';

/**
 * How a point of a page that looks back stands today: `in-force` as the page has it, `withdrawn` or `revised` since; or
 * `unknown` to the page, which looks back to before it was told.
 */
export const hindsights = ['in-force', 'unknown', 'withdrawn', 'revised'] as const;
export type Hindsight = (typeof hindsights)[number];

/** A measurement or limit as the plot needs it. */
export type LightCurvePoint = Pick<
	PhotometryFact,
	'band' | 'observedAt' | 'kind' | 'mag' | 'magErr' | 'limitingMag' | 'fluxNjy' | 'fluxErrNjy' | 'isPositive'
> & { readonly knownAt: Instant; readonly hindsight: Hindsight };

/** A measurement of the archive as the plot takes it. */
export function lightCurvePoint(row: CurveMeasurement, hindsight: Hindsight): LightCurvePoint {
	return {
		band: row.band,
		observedAt: row.observed_at,
		kind: row.kind,
		mag: row.mag,
		magErr: row.mag_err,
		limitingMag: row.limiting_mag,
		fluxNjy: row.flux_njy,
		fluxErrNjy: row.flux_err_njy,
		isPositive: row.is_positive,
		knownAt: row.known_at,
		hindsight
	};
}
