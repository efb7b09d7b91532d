import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts, PhotometryFact, WithdrawalFact } from '#lib/archive/facts.ts';
import type { PacketContext } from '../decoder.ts';
import { finkStatements } from '../avro/fink.ts';
import { integer64, record, records, text, type AvroRecord } from '../avro/fields.ts';
import { alertOf, detectionOf, forcedOf, limitOf } from './rows.ts';
import { lsst, streamOf, type RubinStream } from './stream.ts';
import { idOf, presentId, withdrawnAt } from './values.ts';

/**
 * Whether a record is an alert in Rubin's shape, from Avro or JSON. Roman's RAPID took the shape over, and has
 * its times as `midpointMjd` in UTC.
 */
export function isLsstAlert(alert: AvroRecord): boolean {
	const source = record(alert.diaSource);
	return (
		source !== null && 'diaSourceId' in source && ('midpointMjdTai' in source || 'midPointTai' in source)
	);
}

/**
 * Facts of a Rubin alert, schemas 2 to 11, or of ELAsTiCC's simulation of one: the triggering diaSource, earlier
 * ones, forced photometry, limits, and what Rubin withdrew. Each row was told when Rubin processed it.
 * @throws LookbackError `lsst/...` naming a value that cannot be.
 */
export function lsstFacts(alert: AvroRecord, _context: PacketContext): PacketFacts {
	const source = record(alert.diaSource);
	if (!source)
		throw new LookbackError(
			'incorrect',
			'lsst/no-source',
			'The Rubin packet has no diaSource, which is its subject.'
		);
	const stream = streamOf(alert);
	const objectId = objectOf(alert, source);
	const own = alertOf(source, alertIdOf(alert, source, stream), objectId, stream);
	const ownDetection = detectionOf(source, objectId, stream, 'own');
	const photometry: PhotometryFact[] = [ownDetection];
	const withdrawals = withdrawn(source, own, ownDetection);
	for (const earlier of records(alert.prvDiaSources)) {
		const earlierObject = presentId(earlier.diaObjectId)?.toString() ?? objectId;
		const row = detectionOf(earlier, earlierObject, stream, 'history');
		photometry.push(row);
		withdrawals.push(...withdrawn(earlier, row));
	}
	for (const forced of records(alert.prvDiaForcedSources)) {
		const row = forcedOf(forced, objectId, stream);
		photometry.push(row);
		withdrawals.push(...withdrawn(forced, row));
	}
	for (const limit of records(alert.prvDiaNondetectionLimits))
		photometry.push(limitOf(limit, objectId, stream));
	return {
		source: passedFink(alert) ? 'fink' : stream.survey,
		format: 'lsst-avro',
		schemaVersion: /v(\d+_\d+)/.exec(text(alert.lsst_schema_version) ?? '')?.[1]?.replace('_', '.') ?? null,
		statedAt: own.statedAt ?? null,
		role: stream !== lsst || source.pixelFlags_injected === true ? 'mock' : 'observation',
		alerts: [own],
		photometry,
		statements: finkStatements(alert, `objects/${stream.survey}/${objectId}`, stream.collection),
		notices: [],
		localizations: [],
		withdrawals
	};
}

/**
 * The id of an alert: that of its diaSource, which schema 8 made it; before, `alertId` was the same number in
 * real packets. ELAsTiCC has one `alertId` for many alerts.
 */
function alertIdOf(alert: AvroRecord, source: AvroRecord, stream: RubinStream): bigint {
	const stated = stream === lsst ? (presentId(alert.alertId) ?? presentId(alert.diaSourceId)) : null;
	return stated ?? idOf(source, 'diaSourceId');
}

/** The diaObject; for Solar System sources, which have none, the ssObject; else the source stands for itself. */
function objectOf(alert: AvroRecord, source: AvroRecord): string {
	const object = presentId(source.diaObjectId);
	if (object !== null) return object.toString();
	const solarSystem = presentId(source.ssObjectId) ?? presentId(record(alert.ssSource)?.ssObjectId);
	return solarSystem !== null ? `ss-${solarSystem}` : `source-${idOf(source, 'diaSourceId')}`;
}

function withdrawn(row: AvroRecord, ...targets: readonly WithdrawalFact['target'][]): WithdrawalFact[] {
	const statedAt = withdrawnAt(row);
	if (statedAt === null) return [];
	return targets.map((target) => ({
		target,
		withdrawn: true,
		reason: 'marked invalid by Rubin (timeWithdrawnMjdTai)',
		collection: target.collection,
		statedAt
	}));
}

/** Fink notes when it took an alert in, also where its science modules did not run. */
function passedFink(alert: AvroRecord): boolean {
	return 'brokerIngestMjd' in alert || integer64(alert.brokerIngestTimestamp) !== null;
}
