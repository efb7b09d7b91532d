import { LookbackError } from '#lib/errors.ts';
import { instantFromMjdTai } from '#lib/sky/time-scales.ts';
import { instantFromUnixMicroseconds, type Instant } from '#lib/sky/time.ts';
import { finite, integer64, text, type AvroRecord } from '../avro/fields.ts';

/** Mid-time of the visit, from TAI; `midPointTai` before schema 5. @throws LookbackError `lsst/bad-time`. */
export function midTime(row: AvroRecord): Instant {
	const mjdTai = row.midpointMjdTai ?? row.midPointTai;
	// Precursor data go back to 2002; schemas before 8 show Unix times in this field in their samples.
	if (typeof mjdTai === 'number' && mjdTai > 50_000 && mjdTai < 80_000) return instantFromMjdTai(mjdTai);
	throw bad('time', 'midpointMjdTai', mjdTai, 'a modified Julian date (TAI) between 50000 and 80000');
}

/** Filter band; `filterName` before schema 5. */
export function bandOf(row: AvroRecord): string | null {
	return text(row.band) ?? text(row.filterName);
}

/** When Rubin made the row (`time_processed` in schema 8); null before schema 8 and where it says 0. */
export function processedAt(row: AvroRecord): Instant | null {
	return fromMjdTai(row.timeProcessedMjdTai) ?? fromMicroseconds(row.time_processed);
}

/** When Rubin marked the row invalid (schema 9 on), or null. */
export function withdrawnAt(row: AvroRecord): Instant | null {
	return fromMjdTai(row.timeWithdrawnMjdTai) ?? fromMicroseconds(row.time_withdrawn);
}

/** An id that is there: Rubin writes 0 for "none" as well as null. */
export function presentId(value: unknown): bigint | null {
	const id = integer64(value);
	return id === 0n ? null : id;
}

/** An id a row must have. @throws LookbackError `lsst/bad-id`. */
export function idOf(row: AvroRecord, name: string): bigint {
	const id = presentId(row[name]);
	if (id === null) throw bad('id', name, row[name], 'a 64-bit integer other than 0');
	return id;
}

/** Position of a detection in ICRS degrees; `decl` before schema 5. @throws LookbackError `lsst/bad-position`. */
export function positionOf(row: AvroRecord): { raDeg: number; decDeg: number } {
	const raDeg = row.ra;
	const decDeg = row.dec ?? row.decl;
	if (typeof raDeg !== 'number' || !(raDeg >= 0 && raDeg <= 360))
		throw bad('position', 'ra', raDeg, 'degrees from 0 to 360');
	if (typeof decDeg !== 'number' || !(decDeg >= -90 && decDeg <= 90))
		throw bad('position', 'dec', decDeg, 'degrees from -90 to 90');
	return { raDeg: raDeg % 360, decDeg };
}

/** Whether the difference image is brighter than its template; told from schema 7.3 on. */
export function isPositive(row: AvroRecord): boolean | null {
	const isNegative = row.isNegative ?? row.is_negative;
	return typeof isNegative === 'boolean' ? !isNegative : null;
}

function fromMjdTai(value: unknown): Instant | null {
	const mjdTai = finite(value);
	return mjdTai === null || mjdTai <= 0 ? null : instantFromMjdTai(mjdTai);
}

function fromMicroseconds(value: unknown): Instant | null {
	const microseconds = integer64(value);
	return microseconds === null || microseconds <= 0n ? null : instantFromUnixMicroseconds(microseconds);
}

function bad(what: string, name: string, value: unknown, wanted: string): LookbackError {
	return new LookbackError(
		'incorrect',
		`lsst/bad-${what}`,
		`The Rubin packet has ${name} ${String(value)}, and ${wanted} is wanted.`,
		{ name, value: String(value) }
	);
}
