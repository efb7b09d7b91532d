import { weightedLine } from './least-squares.ts';

const dayMs = 86_400_000;

/** What is read of a row of photometry; others of its columns are ignored. */
export interface Point {
	readonly kind?: string;
	/** ISO 8601, middle of the exposure, UTC. */
	readonly observed_at: string;
	readonly band: string | null;
	readonly mag: number | null;
	readonly mag_err?: number | null;
	readonly limiting_mag?: number | null;
	readonly is_positive?: boolean | null;
}

/** A detection: days since 1970, mag, its standard error (0.1 where none is told). */
export interface Detection {
	readonly day: number;
	readonly band: string;
	readonly mag: number;
	readonly magErr: number;
}

/** Days since 1970-01-01 of a moment in ISO 8601; parts of days count. */
export function dayOf(moment: string): number {
	return Date.parse(moment) / dayMs;
}

/** Detections brighter than their reference, by epoch; of one band where it is named. */
export function detections(photometry: readonly Point[], band?: string): Detection[] {
	return photometry
		.filter(
			(one) => one.mag !== null && one.band !== null && one.is_positive !== false && one.kind !== 'limit'
		)
		.filter((one) => band === undefined || one.band === band)
		.map((one) => ({
			day: dayOf(one.observed_at),
			band: one.band!,
			mag: one.mag!,
			magErr: one.mag_err ?? 0.1
		}))
		.sort((a, b) => a.day - b.day);
}

/** The brightest of some detections; null of none. */
export function peak(points: readonly Detection[]): Detection | null {
	return points.reduce<Detection | null>((best, one) => (best && best.mag <= one.mag ? best : one), null);
}

/** Days from the first detection to the brightest; null of none. */
export function riseDays(points: readonly Detection[]): number | null {
	const brightest = peak(points);
	return brightest && brightest.day - points[0]!.day;
}

/** Mag a day by which it fades (above 0) or brightens (below) over some detections; null of fewer than two epochs. */
export function fadingMagPerDay(points: readonly Detection[]): { slope: number; error: number } | null {
	if (new Set(points.map((one) => one.day)).size < 2) return null;
	const { slope, slopeError } = weightedLine(
		points.map((one) => one.day),
		points.map((one) => one.mag),
		points.map((one) => one.magErr)
	);
	return { slope, error: slopeError };
}

/** Mag a day by which it fades after its peak; null of fewer than two epochs from there. */
export function declineMagPerDay(points: readonly Detection[]): { slope: number; error: number } | null {
	const brightest = peak(points);
	return brightest && fadingMagPerDay(points.filter((one) => one.day >= brightest.day));
}

/**
 * Colour in mag, such as g - r: of the pair of detections in two bands that lie nearest in time, at most `withinDays`
 * apart; of equals the earlier. Null where there is none.
 */
export function colour(
	photometry: readonly Point[],
	blue: string,
	red: string,
	withinDays: number
): { mag: number; error: number; day: number } | null {
	let best: { apart: number; mag: number; error: number; day: number } | null = null;
	const reds = detections(photometry, red);
	for (const b of detections(photometry, blue))
		for (const r of reds) {
			const apart = Math.abs(b.day - r.day);
			if (apart > withinDays || (best && best.apart <= apart)) continue;
			best = { apart, mag: b.mag - r.mag, error: Math.hypot(b.magErr, r.magErr), day: (b.day + r.day) / 2 };
		}
	return best && { mag: best.mag, error: best.error, day: best.day };
}
