import { tellingColumns } from '#lib/archive/columns/telling.ts';
import type { Column } from '#lib/table/column.ts';

/** A facility in brief; the whole of it is its document. */
export const facilityColumns: readonly Column[] = [
	{ name: 'facility', type: 'text', ucd: 'meta.id;meta.main', description: 'Name in addresses.' },
	{ name: 'name', type: 'text', ucd: 'meta.title', description: 'Name.' },
	{ name: 'kind', type: 'text', description: 'ground or space.' },
	{ name: 'site', type: 'text', description: 'Site; none in space.' },
	{
		name: 'lat_deg',
		type: 'double',
		unit: 'deg',
		ucd: 'pos.earth.lat',
		description: 'Geodetic latitude, WGS84.',
		precision: 4
	},
	{
		name: 'lon_deg',
		type: 'double',
		unit: 'deg',
		ucd: 'pos.earth.lon',
		description: 'Longitude east of Greenwich, WGS84.',
		precision: 4
	},
	{
		name: 'height_m',
		type: 'double',
		unit: 'm',
		ucd: 'pos.earth.altitude',
		description: 'Height.',
		precision: 0
	},
	{ name: 'telescopes', type: 'text', description: 'Telescopes, by name.' },
	{ name: 'instruments', type: 'text', description: 'Instruments, by name.' },
	{ name: 'bands', type: 'text', description: 'Bands of all instruments.' },
	{ name: 'owner', type: 'text', description: 'Who runs it.' },
	{
		name: 'operators',
		type: 'text',
		description: 'Group that answers for its time here; none where administrators of the archive do.'
	},
	{
		name: 'is_redacted',
		type: 'boolean',
		description: 'Whether reasons that it keeps to itself are left out.'
	},
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who told this.' },
	...tellingColumns
];
