import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts, PhotometryFact } from '#lib/archive/facts.ts';
import type { PacketContext } from '../decoder.ts';
import { finkStatements } from '../avro/fink.ts';
import { integer64, record, records, text, type AvroRecord } from '../avro/fields.ts';
import { alertOf, forcedRow, historyRow, ownDetection } from './rows.ts';
import { idOf } from './values.ts';

/**
 * Whether a record is a ZTF alert, as ZTF or a broker that keeps its columns writes it. Other surveys took over
 * the shape (WINTER, PGIR, ZUDS, ATLAS), but none its filter, processing and program ids together with `jd`;
 * Babamul's have them, and histories of its own making, in fluxes.
 */
export function isZtfAlert(alert: AvroRecord): boolean {
	const candidate = record(alert.candidate);
	return (
		candidate !== null &&
		('objectId' in alert || 'alertId' in alert) &&
		['jd', 'fid', 'pid', 'programid', 'isdiffpos', 'magpsf'].every((name) => name in candidate) &&
		!('psfFlux' in candidate)
	);
}

/**
 * Facts of a ZTF alert, schemas 1.1 to 4.02: its candidate, the history of 30 days, forced photometry, and what
 * Fink adds. ZTF states no issue time, and each row of a history its own program.
 * @throws LookbackError `ztf/...` naming a value that cannot be.
 */
export function ztfFacts(alert: AvroRecord, _context: PacketContext): PacketFacts {
	const candidate = record(alert.candidate);
	if (!candidate)
		throw new LookbackError(
			'incorrect',
			'ztf/no-candidate',
			'The ZTF packet has no candidate, which is its subject.'
		);
	const alertId = integer64(alert.candid) ?? idOf(candidate, 'candid');
	// Schema 1.1 (2017) knew no objects: its candidates stand each for itself.
	const objectId = text(alert.objectId) ?? `candidate-${alertId}`;
	const own = alertOf(candidate, alertId, objectId);
	const photometry: PhotometryFact[] = [ownDetection(own)];
	for (const row of records(alert.prv_candidates)) photometry.push(historyRow(row, objectId));
	for (const row of records(alert.fp_hists)) photometry.push(forcedRow(row, objectId));
	return {
		source: publisherOf(alert),
		format: 'ztf-avro',
		schemaVersion: text(alert.schemavsn),
		statedAt: null,
		role: 'observation',
		alerts: [own],
		photometry,
		statements: finkStatements(alert, `objects/ztf/${objectId}`, own.collection),
		notices: [],
		localizations: [],
		withdrawals: []
	};
}

/** Brokers that write ZTF packets anew put their name where ZTF's was. */
function publisherOf(alert: AvroRecord): string {
	const publisher = text(alert.publisher)?.toLowerCase();
	return publisher === 'fink' || publisher === 'ampel' ? publisher : 'ztf';
}
