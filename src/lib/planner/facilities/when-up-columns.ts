import type { Column } from '#lib/table/column.ts';
import { placeColumns } from '../place-columns.ts';

const of: readonly Column[] = [
	{ name: 'facility', type: 'text', ucd: 'meta.id;instr.obsty;meta.main', description: 'Facility.' },
	{ name: 'telescope', type: 'text', ucd: 'instr.tel', description: 'Its telescope.' }
];

/** When a telescope can observe a place. */
export const upWindowColumns: readonly Column[] = [
	...of,
	{ name: 'from_at', type: 'instant', ucd: 'time.start', description: 'Beginning, UTC.' },
	{ name: 'to_at', type: 'instant', ucd: 'time.end', description: 'End, UTC.' },
	{
		name: 'opens_by',
		type: 'text',
		description: 'Limit that opens the window; none where the time asked about begins.'
	},
	{
		name: 'closes_by',
		type: 'text',
		description: 'Limit that closes it; none where the time asked about ends.'
	},
	{
		name: 'best_at',
		type: 'instant',
		description: 'When the target stands highest, UTC; in orbit the middle.'
	},
	{
		name: 'airmass',
		type: 'double',
		ucd: 'obs.airMass',
		description: 'Airmass then; none in orbit.',
		precision: 2
	},
	{
		name: 'altitude_deg',
		type: 'double',
		unit: 'deg',
		ucd: 'pos.az.alt',
		description: 'Altitude then, without refraction; none in orbit.',
		precision: 1
	},
	{
		name: 'moon_distance_deg',
		type: 'double',
		unit: 'deg',
		ucd: 'pos.angDistance',
		description: 'Distance from the Moon then.',
		precision: 0
	},
	{
		name: 'moon_illumination',
		type: 'double',
		description: 'Part of her disc that is lit, 0 to 1.',
		precision: 2
	}
];

/** A telescope that cannot observe a place. */
export const neverUpColumns: readonly Column[] = [
	...of,
	{ name: 'reason', type: 'text', ucd: 'meta.note', description: 'Why not.' }
];

/** What is asked about: a position, and a time. */
export const positionColumns: readonly Column[] = [
	...placeColumns(),
	{
		name: 'from_at',
		type: 'instant',
		ucd: 'time.start',
		description: 'Beginning of the time asked about, UTC.'
	},
	{ name: 'to_at', type: 'instant', ucd: 'time.end', description: 'Its end, UTC.' }
];
