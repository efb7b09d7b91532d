import type { AlertFact, PhotometryFact } from './facts.ts';
import type { Instant } from '#lib/sky/time.ts';
import { standardExposureSec } from './packets/ztf/values.ts';

/**
 * A value as a decimal in which a measurement and its copies agree: `decimals` places (0 to 7), rounded half
 * away from zero from one place more. Empty for null.
 *
 * ZTF's packets hold single precision, its histories the same value written by a database in four places (of
 * magnitudes; errors in six) after roundings of its own: 19.2662487 is repeated as 19.2663, 19.1953487 as 19.1953.
 * No rounding to the database's places makes all alike: the best, of the exact binary value, leaves 3 of 1,146
 * magnitudes and 1 error apart, each one off in the last place. So that place is rounded away in its turn, which
 * leaves none apart and one in some 3,000 to be expected.
 */
export function canonicalDecimal(value: number | null, decimals: number): string {
	if (value === null) return '';
	const float = Math.fround(value);
	const power = powersOfTen[decimals]!;
	// Exact: 24 bits of the float and at most 27 of the power.
	const scaled = Math.abs(float) * power * 10;
	if (!(scaled < Number.MAX_SAFE_INTEGER)) return String(float);
	const rounded = Math.floor((roundHalfEven(scaled) + 5) / 10) / power;
	return String(float < 0 && rounded > 0 ? -rounded : rounded);
}

const powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];

/** As C's printf rounds, by which the database wrote. */
function roundHalfEven(value: number): number {
	const whole = Math.floor(value);
	const fraction = value - whole;
	return fraction > 0.5 || (fraction === 0.5 && whole % 2 === 1) ? whole + 1 : whole;
}

/** What the decoders take for the length of an exposure that does not state its own. */
const assumedExposureSec: Readonly<Record<string, number>> = { ztf: standardExposureSec };

/**
 * Start of the exposure, which every telling of a measurement has alike: ZTF's histories leave out the
 * exposure's length, and so have another mid-time where it is not the standard one.
 */
function exposureStart(row: PhotometryFact | AlertFact): Instant {
	const exposureSec = row.exposureSec ?? assumedExposureSec[row.survey] ?? 0;
	return (row.observedAt - Math.round(exposureSec * 500_000)) as Instant;
}

/**
 * What a telling says about a measurement, in canonical form: two tellings with one text say the same. Who tells
 * it and when (origin, collection, issue time) is no part of it, nor is the real/bogus score: histories repeat
 * the score of an older classifier.
 */
export function photometryContent(row: PhotometryFact): string {
	return `${row.kind}|${brightnessContent(row)}`;
}

/** What an alert says, in canonical form; its object and its real/bogus score are part of it. */
export function alertContent(row: AlertFact): string {
	return `${row.objectId}|${brightnessContent(row)}|${canonicalDecimal(row.realBogus, 5)}`;
}

function brightnessContent(row: PhotometryFact | AlertFact): string {
	return `${row.band ?? ''}|${exposureStart(row)}|${row.raDeg ?? ''}|${row.decDeg ?? ''}|${canonicalDecimal(row.mag, 3)}|${canonicalDecimal(row.magErr, 5)}|${canonicalDecimal(row.limitingMag, 3)}|${canonicalDecimal(row.fluxNjy, 2)}|${canonicalDecimal(row.fluxErrNjy, 2)}|${row.isPositive ?? ''}`;
}
