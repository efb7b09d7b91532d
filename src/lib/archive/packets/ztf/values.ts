import { LookbackError } from '#lib/errors.ts';
import { instantFromJdUtc } from '#lib/sky/time-scales.ts';
import type { Instant } from '#lib/sky/time.ts';
import { finite, integer64, type AvroRecord } from '../avro/fields.ts';

/**
 * Length of ZTF's standard exposure in seconds (Bellm et al. 2019, PASP 131, 018002), taken where a row does not
 * state its own: history rows never do, candidates do since schema 3.1.
 */
export const standardExposureSec = 30;

/** A number ZTF tells; -999 and -99999 stand for "none" in it. */
export function told(value: unknown): number | null {
	const number = finite(value);
	return number === -999 || number === -99999 ? null : number;
}

/** ZTF's filter ids: 1, 2, 3 are g, r, i (ztf-avro-alert, `fid`). @throws LookbackError `ztf/bad-filter`. */
export function bandOf(row: AvroRecord): string {
	switch (row.fid) {
		case 1:
			return 'g';
		case 2:
			return 'r';
		case 3:
			return 'i';
	}
	throw bad('filter', 'fid', row.fid, '1, 2 or 3');
}

/** Who may see a row: program 1 is public, 2 the partnership's, 3 Caltech's; others are not public. */
export function collectionOf(row: AvroRecord): string {
	switch (row.programid) {
		case 1:
			return 'ztf.public';
		case 2:
			return 'ztf.partnership';
		case 3:
			return 'ztf.caltech';
	}
	if (typeof row.programid !== 'number' || !Number.isInteger(row.programid))
		throw bad('program', 'programid', row.programid, 'a whole number');
	return `ztf.program-${row.programid}`;
}

/** Mid-time of the exposure: ZTF's `jd` is UTC at its start. @throws LookbackError `ztf/bad-time`. */
export function midTime(row: AvroRecord, exposureSec: number | null): Instant {
	// ZTF's first light was in 2017; its packets tell of 2016 as well, from commissioning.
	if (typeof row.jd !== 'number' || !(row.jd > 2_457_000 && row.jd < 2_480_000))
		throw bad('time', 'jd', row.jd, 'a Julian date between 2457000 and 2480000');
	return (instantFromJdUtc(row.jd) + Math.round((exposureSec ?? standardExposureSec) * 500_000)) as Instant;
}

/** Whether science is brighter than reference: ZTF writes t, f, 1 or 0 (numbers in 2017), brokers true or false. */
export function isPositive(row: AvroRecord): boolean | null {
	switch (row.isdiffpos) {
		case 't':
		case '1':
		case 1:
		case 1n:
		case true:
			return true;
		case 'f':
		case '0':
		case 0:
		case 0n:
		case false:
			return false;
		case null:
		case undefined:
			return null;
	}
	throw bad('sign', 'isdiffpos', row.isdiffpos, "'t', 'f', '1' or '0'");
}

/** A 64-bit id a row must have. @throws LookbackError `ztf/bad-id`. */
export function idOf(row: AvroRecord, name: string): bigint {
	const id = integer64(row[name]);
	if (id === null) throw bad('id', name, row[name], 'a 64-bit integer');
	return id;
}

/** Right ascension and declination of a detection, ICRS degrees. @throws LookbackError `ztf/bad-position`. */
export function positionOf(row: AvroRecord): { raDeg: number; decDeg: number } {
	const { ra, dec } = row;
	if (typeof ra !== 'number' || !(ra >= 0 && ra <= 360))
		throw bad('position', 'ra', ra, 'degrees from 0 to 360');
	if (typeof dec !== 'number' || !(dec >= -90 && dec <= 90))
		throw bad('position', 'dec', dec, 'degrees from -90 to 90');
	return { raDeg: ra % 360, decDeg: dec };
}

function bad(what: string, name: string, value: unknown, wanted: string): LookbackError {
	return new LookbackError(
		'incorrect',
		`ztf/bad-${what}`,
		`The ZTF packet has ${name} ${String(value)}, and ${wanted} is wanted.`,
		{ name, value: String(value) }
	);
}
