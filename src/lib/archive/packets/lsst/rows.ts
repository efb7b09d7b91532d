import type { AlertFact, PhotometryFact } from '#lib/archive/facts.ts';
import { measurementKey } from '#lib/archive/content.ts';
import { finite, integer64, type AvroRecord } from '../avro/fields.ts';
import type { RubinStream } from './stream.ts';
import { bandOf, idOf, isPositive, midTime, positionOf, presentId, processedAt } from './values.ts';

/** The alert about its triggering diaSource. @throws LookbackError `lsst/...` for a value that cannot be. */
export function alertOf(
	source: AvroRecord,
	alertId: bigint,
	objectId: string,
	stream: RubinStream
): AlertFact {
	return {
		survey: stream.survey,
		alertId,
		objectId,
		collection: stream.collection,
		statedAt: processedAt(source),
		band: bandOf(source),
		observedAt: midTime(source),
		exposureSec: null,
		...positionOf(source),
		mag: null,
		magErr: null,
		limitingMag: null,
		...stream.flux(source),
		isPositive: isPositive(source),
		realBogus: finite(source.reliability)
	};
}

/** A diaSource as a measurement. */
export function detectionOf(
	source: AvroRecord,
	objectId: string,
	stream: RubinStream,
	origin: 'own' | 'history'
): PhotometryFact {
	const { alertId, ...told } = alertOf(source, idOf(source, 'diaSourceId'), objectId, stream);
	return { ...told, measurement: alertId, kind: 'detection', origin };
}

/**
 * A diaForcedSource: photometry at the position of its object, which is told with the object's alerts. The row's
 * own copy of that position is left out: some packets of schema 7.1 have it in radians. Its id counts from the
 * same visit and detector as those of diaSources and often equals one, even of the same object: here it is negative.
 */
export function forcedOf(source: AvroRecord, objectId: string, stream: RubinStream): PhotometryFact {
	return {
		survey: stream.survey,
		objectId: presentId(source.diaObjectId)?.toString() ?? objectId,
		measurement: -idOf(source, 'diaForcedSourceId'),
		kind: 'forced',
		origin: 'history',
		collection: stream.collection,
		statedAt: processedAt(source),
		band: bandOf(source),
		observedAt: midTime(source),
		exposureSec: null,
		raDeg: null,
		decDeg: null,
		mag: null,
		magErr: null,
		limitingMag: null,
		...stream.flux(source),
		isPositive: null,
		realBogus: null
	};
}

/** A diaNondetectionLimit (schemas up to 7): the noise of a visit that saw nothing, as an error without a flux. */
export function limitOf(limit: AvroRecord, objectId: string, stream: RubinStream): PhotometryFact {
	const band = bandOf(limit);
	const observedAt = midTime(limit);
	return {
		survey: stream.survey,
		objectId,
		measurement: measurementKey('limit', observedAt, band, String(integer64(limit.ccdVisitId))),
		kind: 'limit',
		origin: 'history',
		collection: stream.collection,
		statedAt: null,
		band,
		observedAt,
		exposureSec: null,
		raDeg: null,
		decDeg: null,
		mag: null,
		magErr: null,
		limitingMag: null,
		fluxNjy: null,
		fluxErrNjy: stream.flux({ psfFluxErr: limit.diaNoise }).fluxErrNjy,
		isPositive: null,
		realBogus: null
	};
}
