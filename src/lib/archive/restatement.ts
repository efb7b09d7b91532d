import { hash63 } from '#lib/db/hash63.ts';
import { standardExposureSec } from './packets/ztf/values.ts';
import type { NewFact } from '#lib/db/relations.ts';

/** What a telling says of a measurement, as its row has it. */
export type Measured = Pick<
	NewFact<'photometry'>,
	| 'survey'
	| 'observed_at'
	| 'exposure_sec'
	| 'band'
	| 'ra_deg'
	| 'dec_deg'
	| 'mag'
	| 'mag_err'
	| 'limiting_mag'
	| 'flux_njy'
	| 'flux_err_njy'
	| 'is_positive'
>;

/** Half of the fourth decimal, to which ZTF's histories round magnitudes, and the step of single precision at 20 mag. */
const magTolerance = 5e-5 + 2e-6;
/** Six significant digits, as a database prints single precision. */
const relativeTolerance = 5e-6;
const positionToleranceDeg = 1e-7;
/** A Julian date in double precision steps by 40 microseconds. */
const timeToleranceMicroseconds = 100;

/**
 * Whether two tellings say the same within the formats' representation, so that one is a restatement and no revision.
 * ZTF packets hold single precision; their histories repeat the value after a database printed six digits of it:
 * 19.2662487 becomes 19.2663 and 19.1953487 becomes 19.1953, so no rounding of either makes all pairs alike (3 of
 * 1,146 real magnitudes stay apart), and the values themselves are compared.
 */
export function restates(a: Measured, b: Measured): boolean {
	return (
		a.band === b.band &&
		a.is_positive === b.is_positive &&
		near(exposureStart(a), exposureStart(b), timeToleranceMicroseconds) &&
		near(a.ra_deg, b.ra_deg, positionToleranceDeg) &&
		near(a.dec_deg, b.dec_deg, positionToleranceDeg) &&
		near(a.mag, b.mag, magTolerance) &&
		near(a.mag_err, b.mag_err, magTolerance) &&
		near(a.limiting_mag, b.limiting_mag, magTolerance) &&
		near(a.flux_njy, b.flux_njy, Math.abs(a.flux_njy ?? 0) * relativeTolerance) &&
		near(a.flux_err_njy, b.flux_err_njy, Math.abs(a.flux_err_njy ?? 0) * relativeTolerance)
	);
}

function near(a: number | null, b: number | null, tolerance: number): boolean {
	return a === b || (a !== null && b !== null && Math.abs(a - b) <= tolerance);
}

/** What the decoders take for the length of an exposure that does not state its own. */
const assumedExposureSec: Readonly<Record<string, number>> = { ztf: standardExposureSec };

/** ZTF's histories leave out the exposure's length, and so give another mid-time where it is not the standard one. */
function exposureStart(row: Measured): number {
	const exposureSec = row.exposure_sec ?? assumedExposureSec[row.survey] ?? 0;
	return row.observed_at - Math.round(exposureSec * 500_000);
}

/**
 * Number of the version that says exactly this, the same in every archive. Real/bogus scores are left out of a
 * measurement's: histories repeat the score of an older classifier.
 */
export function measuredVersion(row: Measured): bigint {
	return hash63(measuredText(row));
}

/** As `measuredVersion`, for an alert: its object and its score are part of what it says. */
export function alertVersion(row: Measured & Pick<NewFact<'alert'>, 'object_id' | 'real_bogus'>): bigint {
	return hash63(`${row.object_id}|${measuredText(row)}|${float(row.real_bogus)}`);
}

function measuredText(row: Measured): string {
	return `${row.band}|${exposureStart(row)}|${row.ra_deg}|${row.dec_deg}|${float(row.mag)}|${float(row.mag_err)}|${float(row.limiting_mag)}|${float(row.flux_njy)}|${float(row.flux_err_njy)}|${row.is_positive}`;
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/**
 * Columns are single precision: the number that comes back from the database must make the same text. It is that of
 * the number's bits, which is written in a fifth of the time of its digits.
 */
function float(value: number | null): string {
	if (value === null) return '';
	single[0] = value + 0; // no sign on zero
	return String(bits[0]);
}
