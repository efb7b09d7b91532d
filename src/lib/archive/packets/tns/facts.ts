import type {
	AlertFact,
	Brightness,
	PacketFacts,
	PhotometryFact,
	StatementFact,
	Told
} from '#lib/archive/facts.ts';
import type { Instant } from '#lib/sky/time.ts';
import { identityOf } from './identity.ts';
import type { TnsObject } from './object.ts';

/**
 * The discovery as an alert and a measurement, and what TNS says of the object.
 *
 * The discovery and what came with it are known since the report was received. For what may come later TNS gives
 * one time only, `lastmodified`: the class, the redshift and the name it brings were known by then, and may have
 * been known before. Content never holds that time, so that what stands unchanged in a later table stays as it was.
 */
export function tnsFacts(object: TnsObject, format: string): PacketFacts {
	const reported: Told = {
		collection: object.isPublic ? 'tns.public' : 'tns.proprietary',
		statedAt: object.receivedAt
	};
	const alert = alertOf(object, reported);
	return {
		source: 'tns',
		format,
		schemaVersion: null,
		statedAt: null,
		role: 'observation',
		alerts: alert ? [alert] : [],
		photometry: alert ? photometryOf(alert) : [],
		statements: statementsOf(object, reported),
		notices: [],
		localizations: [],
		withdrawals: []
	};
}

function alertOf(object: TnsObject, reported: Told): AlertFact | null {
	const { raDeg, decDeg } = object;
	if (raDeg === null || decDeg === null) return null;
	const brightness: Brightness = {
		band: object.filter,
		observedAt: object.discoveredAt,
		exposureSec: null,
		raDeg,
		decDeg,
		mag: object.discoveryMag,
		magErr: null,
		limitingMag: null,
		fluxNjy: null,
		fluxErrNjy: null,
		isPositive: null,
		realBogus: null
	};
	return {
		...reported,
		...brightness,
		survey: 'tns',
		alertId: object.objectId,
		objectId: object.name,
		raDeg,
		decDeg
	};
}

/** An object has one discovery, so its number identifies the measurement too: a corrected one is a new version. */
function photometryOf({ alertId, ...alert }: AlertFact): PhotometryFact[] {
	if (alert.mag === null) return [];
	return [{ ...alert, measurement: alertId, kind: 'detection', origin: 'own' }];
}

function statementsOf(object: TnsObject, reported: Told): StatementFact[] {
	const modified: Told = { ...reported, statedAt: object.modifiedAt };
	const said = (
		told: Told,
		property: string,
		value: string | number | null,
		rest: Partial<StatementFact> = {}
	) => (value === null ? [] : [statement(object, told, property, value, rest)]);
	return [
		...namesOf(object).flatMap(({ name, since }) => said({ ...reported, statedAt: since }, 'name', name)),
		...said(modified, 'class', object.type, { detail: { typeId: object.typeId } }),
		...said(modified, 'redshift', object.redshift),
		...said(modified, 'redshift', object.hostRedshift, { qualifier: 'host' }),
		...said(modified, 'host', object.hostName),
		...said(reported, 'reporting-group', object.reportingGroup),
		...said(reported, 'discovery-data-source', object.sourceGroup),
		...said(reported, 'reporters', object.reporters),
		...said(modified, 'reference', object.discoveryBibcode, { qualifier: 'discovery' }),
		...object.classBibcodes.flatMap((bibcode) =>
			said(modified, 'reference', bibcode, { qualifier: `classification ${bibcode}` })
		),
		...object.internalNames.flatMap((name) => {
			// Of several names, TNS does not say which came with the report.
			const told = object.internalNames.length === 1 ? reported : modified;
			const identity = identityOf(name);
			return said(told, identity ? 'identity' : 'internal-name', identity ?? name, { qualifier: name });
		})
	];
}

/** A transient is named AT with its report, and SN or TDE with its classification; a burst is FRB at once. */
function namesOf({
	prefix,
	name,
	receivedAt,
	modifiedAt
}: TnsObject): { name: string; since: Instant | null }[] {
	const now = { name: `${prefix}${name}`, since: receivedAt };
	if (prefix === 'AT' || prefix === 'FRB') return [now];
	const first = receivedAt === null ? [] : [{ name: `AT${name}`, since: receivedAt }];
	return [...first, { ...now, since: modifiedAt }];
}

function statement(
	object: TnsObject,
	told: Told,
	property: string,
	value: string | number,
	rest: Partial<StatementFact>
): StatementFact {
	const isNumber = typeof value === 'number';
	return {
		...told,
		subject: `objects/tns/${object.name}`,
		property,
		qualifier: '',
		agent: 'tns',
		software: null,
		valueText: isNumber ? null : value,
		valueNumber: isNumber ? value : null,
		unit: isNumber ? '' : null,
		detail: null,
		...rest
	};
}
