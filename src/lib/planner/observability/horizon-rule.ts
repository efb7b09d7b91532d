import { LookbackError } from '#lib/errors.ts';
import type { Rule } from './constraint.ts';
import { checkRange, onGround, seconds, turningDegPerSec } from './rule-parts.ts';

/** A point of a horizon: towards an azimuth (from north through east) it is so high. */
export interface HorizonPoint {
	readonly azimuthDeg: number;
	readonly altitudeDeg: number;
}

/** Above a horizon that is straight between its points, the last of which is followed by the first. */
export function aboveHorizon(points: readonly HorizonPoint[]): Rule {
	const profile = [...points].sort((a, b) => a.azimuthDeg - b.azimuthDeg);
	if (profile.length === 0)
		throw new LookbackError(
			'incorrect',
			'planner/bad-horizon',
			'The horizon has no points; it wants one at least.'
		);
	for (const [i, { azimuthDeg, altitudeDeg }] of profile.entries()) {
		checkRange('azimuth of a horizon', azimuthDeg, 0, 360, 'degrees');
		checkRange('altitude of a horizon', altitudeDeg, -90, 89, 'degrees');
		if (i > 0 && azimuthDeg - profile[i - 1]!.azimuthDeg <= 0)
			throw new LookbackError(
				'incorrect',
				'planner/bad-horizon',
				`The horizon has two altitudes at azimuth ${azimuthDeg}; it wants one at each, a step told by two azimuths.`,
				{ azimuthDeg }
			);
	}
	const [first, last] = [profile[0]!, profile.at(-1)!];
	if (first.azimuthDeg + 360 - last.azimuthDeg > 0)
		profile.push({ azimuthDeg: first.azimuthDeg + 360, altitudeDeg: first.altitudeDeg });
	const highestDeg = Math.max(...profile.map((point) => point.altitudeDeg));
	const lowestDeg = Math.min(...profile.map((point) => point.altitudeDeg));
	const steepest = Math.max(
		...profile.slice(1).map((point, i) => {
			const { azimuthDeg, altitudeDeg } = profile[i]!;
			return Math.abs((point.altitudeDeg - altitudeDeg) / (point.azimuthDeg - azimuthDeg));
		})
	);
	// Azimuth runs faster by 1 / cos(altitude), and only up to the horizon's highest point does it matter.
	const perSecond =
		turningDegPerSec * (1 + steepest / Math.cos((Math.min(89.9, highestDeg + 1) * Math.PI) / 180));
	return onGround('above the horizon', (sight, at) => {
		const { altitudeDeg, azimuthDeg } = sight.horizontal(at);
		const above = altitudeDeg - horizonAt(profile, azimuthDeg);
		// Above its highest point and below its lowest one the slopes are no matter.
		const certain = above >= 0 ? Math.max(0, altitudeDeg - highestDeg) : Math.min(0, altitudeDeg - lowestDeg);
		const [bySlope, byAltitude] = [above / perSecond, certain / turningDegPerSec];
		return seconds(Math.abs(byAltitude) > Math.abs(bySlope) ? byAltitude : bySlope, 1);
	});
}

function horizonAt(profile: readonly HorizonPoint[], azimuthDeg: number): number {
	const azimuth = azimuthDeg < profile[0]!.azimuthDeg ? azimuthDeg + 360 : azimuthDeg;
	const next = profile.findIndex((point) => point.azimuthDeg >= azimuth);
	const after = profile[next]!;
	const before = profile[Math.max(0, next - 1)]!;
	const width = after.azimuthDeg - before.azimuthDeg;
	const share = width === 0 ? 0 : (azimuth - before.azimuthDeg) / width;
	return before.altitudeDeg + share * (after.altitudeDeg - before.altitudeDeg);
}
