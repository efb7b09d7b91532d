import type { AlertFact, PhotometryFact } from '#lib/archive/facts.ts';
import { measurementKey } from '#lib/archive/content.ts';
import { type AvroRecord, integer64 } from '../avro/fields.ts';
import { bandOf, collectionOf, idOf, isPositive, midTime, positionOf, told } from './values.ts';

/** The alert about its own candidate. @throws LookbackError `ztf/...` for a value that cannot be. */
export function alertOf(candidate: AvroRecord, alertId: bigint, objectId: string): AlertFact {
	const exposureSec = told(candidate.exptime);
	return {
		survey: 'ztf',
		alertId,
		objectId,
		collection: collectionOf(candidate),
		band: bandOf(candidate),
		observedAt: midTime(candidate, exposureSec),
		exposureSec,
		...positionOf(candidate),
		mag: told(candidate.magpsf),
		magErr: told(candidate.sigmapsf),
		limitingMag: told(candidate.diffmaglim),
		fluxNjy: null,
		fluxErrNjy: null,
		isPositive: isPositive(candidate),
		realBogus: told(candidate.drb) ?? told(candidate.rb)
	};
}

/** The alert's candidate as a measurement, told by the alert it triggered. */
export function ownDetection(alert: AlertFact): PhotometryFact {
	const { alertId, ...row } = alert;
	return { ...row, measurement: alertId, kind: 'detection', origin: 'own' };
}

/** A row of `prv_candidates`: a detection where it has a `candid`, else an upper limit. */
export function historyRow(row: AvroRecord, objectId: string): PhotometryFact {
	const measurement = integer64(row.candid);
	const band = bandOf(row);
	const observedAt = midTime(row, null);
	const isDetection = measurement !== null;
	const position = isDetection ? positionOf(row) : null;
	return {
		survey: 'ztf',
		objectId,
		measurement: measurement ?? measurementKey('limit', observedAt, band, String(idOf(row, 'pid'))),
		kind: isDetection ? 'detection' : 'limit',
		origin: 'history',
		collection: collectionOf(row),
		band,
		observedAt,
		exposureSec: null,
		raDeg: position?.raDeg ?? null,
		decDeg: position?.decDeg ?? null,
		mag: told(row.magpsf),
		magErr: told(row.sigmapsf),
		limitingMag: told(row.diffmaglim),
		fluxNjy: null,
		fluxErrNjy: null,
		isPositive: isPositive(row),
		realBogus: told(row.rb)
	};
}

/**
 * A row of `fp_hists` (schema 4): forced photometry at the object's position. Where the fit gave no flux
 * (-99999, `procstatus` not 0) the row stays, with the limiting magnitude alone.
 */
export function forcedRow(row: AvroRecord, objectId: string): PhotometryFact {
	const band = bandOf(row);
	const exposureSec = told(row.exptime);
	const observedAt = midTime(row, exposureSec);
	const njyPerDn = nanojanskyPerDn(told(row.magzpsci));
	const fluxDn = told(row.forcediffimflux);
	const fluxErrDn = told(row.forcediffimfluxunc);
	return {
		survey: 'ztf',
		objectId,
		measurement: measurementKey('forced', observedAt, band, `${idOf(row, 'pid')}/${row.field}/${row.rcid}`),
		kind: 'forced',
		origin: 'history',
		collection: collectionOf(row),
		band,
		observedAt,
		exposureSec,
		raDeg: null,
		decDeg: null,
		mag: null,
		magErr: null,
		limitingMag: told(row.diffmaglim),
		fluxNjy: fluxDn === null || njyPerDn === null ? null : fluxDn * njyPerDn,
		fluxErrNjy: fluxErrDn === null || njyPerDn === null ? null : fluxErrDn * njyPerDn,
		isPositive: null,
		realBogus: null
	};
}

/**
 * One count of a difference image in nanojansky, from the magnitude of one count: AB magnitude 31.4 is 1 nJy,
 * by the definition m = -2.5 log10(f / erg s-1 cm-2 Hz-1) - 48.60 (Oke & Gunn 1983, ApJ 266, 713).
 */
function nanojanskyPerDn(zeroPointMag: number | null): number | null {
	return zeroPointMag === null ? null : 10 ** (0.4 * (31.4 - zeroPointMag));
}
