import { tellingColumns } from '#lib/archive/columns/telling.ts';
import type { Column } from '#lib/table/column.ts';
import { placeColumns } from '../place-columns.ts';

/** Where an instrument looked, or was going to. */
export const pointingColumns: readonly Column[] = [
	{ name: 'facility', type: 'text', ucd: 'meta.id;instr.obsty', description: 'Facility.' },
	{
		name: 'pointing',
		type: 'text',
		ucd: 'meta.id;meta.main',
		description: "Name of the pointing, one of its facility's own."
	},
	{ name: 'instrument', type: 'text', ucd: 'instr', description: 'Instrument.' },
	{
		name: 'is_executed',
		type: 'boolean',
		ucd: 'meta.code.status',
		description: 'Whether it was carried out; else it was planned.'
	},
	{ name: 'from_at', type: 'instant', ucd: 'time.start', description: 'Beginning, UTC.' },
	{
		name: 'to_at',
		type: 'instant',
		ucd: 'time.end',
		description: 'End, UTC; the same as the beginning where only a moment is told.'
	},
	...placeColumns(' of the middle of its field'),
	{
		name: 'position_angle_deg',
		type: 'double',
		unit: 'deg',
		ucd: 'pos.posAng',
		description: 'Position angle, from north to east.',
		precision: 2
	},
	{ name: 'band', type: 'text', ucd: 'instr.bandpass', description: 'Band.' },
	{
		name: 'depth_mag',
		type: 'double',
		unit: 'mag',
		ucd: 'phot.mag;stat.max',
		description: 'Limiting AB magnitude.',
		precision: 2
	},
	{ name: 'event', type: 'text', description: 'Event that it was for.' },
	{ name: 'campaign', type: 'text', description: 'Campaign that it was for.' },
	{ name: 'block', type: 'text', description: 'Block of the schedule that it carried out.' },
	{ name: 'detail', type: 'json', description: 'What else its source says.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who recorded it.' },
	...tellingColumns
];
