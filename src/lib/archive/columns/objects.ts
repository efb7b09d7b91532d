import type { Column } from '#lib/table/column.ts';
import { ofObjectColumns, positionColumns } from './brightness.ts';

/** What a list says of an object, from its alerts in force at a basis. */
export const objectColumns: readonly Column[] = [
	...ofObjectColumns,
	...positionColumns,
	{ name: 'alerts', type: 'int', ucd: 'meta.number', description: 'Number of its alerts.' },
	{
		name: 'first_observed_at',
		type: 'instant',
		ucd: 'time.epoch;stat.min',
		description: 'Middle of the exposure of its earliest alert, UTC.'
	},
	{
		name: 'last_observed_at',
		type: 'instant',
		ucd: 'time.epoch;stat.max',
		description: 'Middle of the exposure of its latest alert, UTC.'
	},
	{ name: 'first_known_at', type: 'instant', description: 'When the first of its alerts became known, UTC.' },
	{ name: 'last_known_at', type: 'instant', description: 'When the last of its alerts became known, UTC.' }
];

/** An object found by a search. */
export const foundObjectColumns: readonly Column[] = [
	...objectColumns,
	{
		name: 'separation_arcsec',
		type: 'double',
		unit: 'arcsec',
		ucd: 'pos.angDistance',
		description: 'Distance of its nearest alert from the position asked about.',
		precision: 2
	}
];

/** The position that a search was about, as it was read. */
export const aroundColumns: readonly Column[] = [
	{ name: 'ra_deg', type: 'double', unit: 'deg', description: 'Right ascension, ICRS.' },
	{ name: 'dec_deg', type: 'double', unit: 'deg', description: 'Declination, ICRS.' },
	{ name: 'radius_arcsec', type: 'double', unit: 'arcsec', description: 'Radius around it.' }
];
