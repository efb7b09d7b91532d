import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { integerOf, listOf, numberOf, textOf, type Fields } from './fields.ts';

/** What the Transient Name Server knows of one object; null where it says nothing. */
export interface TnsObject {
	readonly objectId: bigint;
	/** `AT`, `SN`, `TDE`, `FRB`. */
	readonly prefix: string;
	/** Name without prefix: `2019dsg`. */
	readonly name: string;
	readonly raDeg: number | null;
	readonly decDeg: number | null;
	readonly redshift: number | null;
	readonly type: string | null;
	readonly typeId: number | null;
	readonly reportingGroup: string | null;
	/** The group whose data the discovery was made in. */
	readonly sourceGroup: string | null;
	readonly reporters: string | null;
	readonly discoveredAt: Instant;
	readonly discoveryMag: number | null;
	readonly filter: string | null;
	/** When the discovery report came in; the API does not say. */
	readonly receivedAt: Instant | null;
	/** When anything about the object last changed. */
	readonly modifiedAt: Instant | null;
	readonly internalNames: readonly string[];
	readonly discoveryBibcode: string | null;
	readonly classBibcodes: readonly string[];
	readonly hostName: string | null;
	readonly hostRedshift: number | null;
	/** Whether anyone may see it. */
	readonly isPublic: boolean;
}

/**
 * Reads a row of the staged table of public objects.
 * Columns as https://www.wis-tns.org/content/tns-newsfeed lists them, times in UTC.
 * @throws LookbackError `tns/bad-field` naming the column.
 */
export function objectOfRow(row: Fields): TnsObject {
	return {
		objectId: integerOf(row, 'objid'),
		prefix: textOf(row, 'name_prefix') ?? 'AT',
		name: required(row, 'name'),
		...position(row, 'ra', 'declination'),
		redshift: numberOf(row, 'redshift'),
		type: textOf(row, 'type'),
		typeId: numberOf(row, 'typeid'),
		reportingGroup: textOf(row, 'reporting_group'),
		sourceGroup: textOf(row, 'source_group'),
		reporters: textOf(row, 'reporters'),
		discoveredAt: parseInstant(required(row, 'discoverydate')),
		discoveryMag: numberOf(row, 'discoverymag'),
		filter: textOf(row, 'filter'),
		receivedAt: instantOf(row, 'time_received'),
		modifiedAt: instantOf(row, 'lastmodified'),
		internalNames: listOf(row, 'internal_names'),
		discoveryBibcode: textOf(row, 'Discovery_ADS_bibcode'),
		classBibcodes: listOf(row, 'Class_ADS_bibcodes'),
		hostName: null,
		hostRedshift: null,
		isPublic: true
	};
}

/** Reads the reply of the object API (`/api/get/object`), whose groups, filter and type are objects of their own. */
export function objectOfReply(reply: Fields): TnsObject {
	return {
		objectId: integerOf(reply, 'objid'),
		prefix: textOf(reply, 'name_prefix') ?? textOf(reply, 'prefix') ?? 'AT',
		name: textOf(reply, 'objname') ?? required(reply, 'name'),
		...position(reply, 'radeg', 'decdeg'),
		redshift: numberOf(reply, 'redshift'),
		type: textOf(inner(reply, 'object_type'), 'name'),
		typeId: numberOf(inner(reply, 'object_type'), 'id'),
		reportingGroup: textOf(inner(reply, 'reporting_group'), 'group_name'),
		sourceGroup: textOf(inner(reply, 'discovery_data_source'), 'group_name'),
		reporters: textOf(reply, 'discoverer') ?? textOf(reply, 'reporter'),
		discoveredAt: parseInstant(required(reply, 'discoverydate')),
		discoveryMag: numberOf(reply, 'discoverymag'),
		filter: textOf(inner(reply, 'discmagfilter'), 'name'),
		receivedAt: null,
		modifiedAt: null,
		internalNames: listOf(reply, 'internal_names'),
		discoveryBibcode: null,
		classBibcodes: [],
		hostName: textOf(reply, 'hostname') ?? textOf(reply, 'host_name'),
		hostRedshift: numberOf(reply, 'host_redshift'),
		isPublic: numberOf(reply, 'public') !== 0
	};
}

function inner(fields: Fields, key: string): Fields {
	const value = fields[key];
	return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function required(fields: Fields, key: string): string {
	const text = textOf(fields, key);
	if (text !== null) return text;
	throw new LookbackError('incorrect', 'tns/bad-field', `The TNS object has no '${key}'.`, { key });
}

function instantOf(fields: Fields, key: string): Instant | null {
	const text = textOf(fields, key);
	// how the database behind TNS writes a time it does not have
	return text === null || text.startsWith('0000-00-00') ? null : parseInstant(text);
}

function position(fields: Fields, ra: string, dec: string): { raDeg: number | null; decDeg: number | null } {
	const raDeg = numberOf(fields, ra);
	const decDeg = numberOf(fields, dec);
	const isOnSky = raDeg === null || decDeg === null || (raDeg >= 0 && raDeg <= 360 && Math.abs(decDeg) <= 90);
	if (isOnSky) return { raDeg, decDeg };
	throw new LookbackError(
		'incorrect',
		'tns/bad-field',
		`The TNS object has ${ra} ${raDeg} and ${dec} ${decDeg}, which must be 0 to 360 and -90 to 90 degrees.`,
		{ ra: raDeg, dec: decDeg }
	);
}
