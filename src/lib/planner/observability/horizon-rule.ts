import { LookbackError } from '#lib/errors.ts';
import type { Rule } from './constraint.ts';
import { aboveSec, checkRange, onGround, seconds, turningDegPerSec } from './rule-parts.ts';

/** A point of a horizon: towards an azimuth (from north through east) it is so high. */
export interface HorizonPoint {
	readonly azimuthDeg: number;
	readonly altitudeDeg: number;
}

const roundingDeg = 1e-9;

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
	// Azimuth runs faster by 1 / cos(altitude), and only up to the horizon's highest point does it matter.
	const azimuthDegPerSec = turningDegPerSec / Math.cos((Math.min(89.9, highestDeg + 1) * Math.PI) / 180);
	return onGround('above the horizon', (sight, at) => {
		const altitudeDeg = sight.altitudeDeg(at);
		if (altitudeDeg > highestDeg + roundingDeg) return aboveSec(sight, at, highestDeg);
		if (altitudeDeg < lowestDeg - roundingDeg) return aboveSec(sight, at, lowestDeg);
		const { azimuthDeg } = sight.horizontal(at);
		const [before, after] = pieceAt(profile, azimuthDeg);
		const turnedDeg = azimuthDeg < before.azimuthDeg ? azimuthDeg + 360 : azimuthDeg;
		const width = after.azimuthDeg - before.azimuthDeg;
		const slope = width === 0 ? 0 : (after.altitudeDeg - before.altitudeDeg) / width;
		const aboveDeg = altitudeDeg - (before.altitudeDeg + (turnedDeg - before.azimuthDeg) * slope);
		const bySlope = seconds(aboveDeg, turningDegPerSec + Math.abs(slope) * azimuthDegPerSec);
		// It is certain for no longer than it stays below the highest point, where the bound on azimuths ends, and in its piece.
		const [low, high] = [before, after].map((point) => point.altitudeDeg).sort((a, b) => a - b);
		const past = aboveDeg >= 0 ? aboveSec(sight, at, high!) : -aboveSec(sight, at, low!);
		const inPieceSec =
			Math.min(turnedDeg - before.azimuthDeg, after.azimuthDeg - turnedDeg) / azimuthDegPerSec;
		const certainSec = Math.min(
			Math.max(Math.abs(bySlope), past),
			inPieceSec,
			Math.abs(aboveSec(sight, at, highestDeg))
		);
		return Math.sign(bySlope) * Math.max(certainSec, Number.MIN_VALUE);
	});
}

/** The points between which a horizon is straight towards an azimuth. */
function pieceAt(
	profile: readonly HorizonPoint[],
	azimuthDeg: number
): readonly [HorizonPoint, HorizonPoint] {
	const azimuth = azimuthDeg < profile[0]!.azimuthDeg ? azimuthDeg + 360 : azimuthDeg;
	const next = profile.findIndex((point) => point.azimuthDeg >= azimuth);
	return [profile[Math.max(0, next - 1)]!, profile[next]!];
}
