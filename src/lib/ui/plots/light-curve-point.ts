import type { Measurement } from '#lib/archive/index.server.ts';
import type { LightCurvePoint } from '#lib/ui/plots/light-curve.ts';

/** A measurement of the archive as the plot takes it. */
export function lightCurvePoint(row: Measurement): LightCurvePoint {
	return {
		band: row.band,
		observedAt: row.observed_at,
		kind: row.kind,
		mag: row.mag,
		magErr: row.mag_err,
		limitingMag: row.limiting_mag,
		fluxNjy: row.flux_njy,
		fluxErrNjy: row.flux_err_njy,
		isPositive: row.is_positive
	};
}
