import { tellingColumns } from '#lib/archive/columns/telling.ts';
import type { Column } from '#lib/table/column.ts';
import { placeColumns } from '../place-columns.ts';

/** A campaign in a revision. */
export const campaignColumns: readonly Column[] = [
	{ name: 'campaign', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the campaign.' },
	{ name: 'revision', type: 'int', ucd: 'meta.version', description: 'Number of the revision, from 1.' },
	{ name: 'title', type: 'text', ucd: 'meta.title', description: 'Title.' },
	{ name: 'audience', type: 'text', description: 'Who sees it: public, or a group.' },
	{ name: 'owner', type: 'text', description: 'Group that wants it.' },
	{
		name: 'is_anonymous',
		type: 'boolean',
		description: 'Whether others see that somebody asks for time, and not who.'
	},
	{ name: 'state', type: 'text', description: 'open or closed.' },
	{ name: 'reason', type: 'text', ucd: 'meta.note', description: 'Why it was revised.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who made this revision.' },
	...tellingColumns
];

/** A look at a localization, and how much is covered from then on. */
export const coverageStepColumns: readonly Column[] = [
	{ name: 'event', type: 'text', ucd: 'meta.id', description: 'Event whose map is covered.' },
	{ name: 'at', type: 'instant', ucd: 'time.end', description: 'When the look ends, or is to end, UTC.' },
	{
		name: 'state',
		type: 'text',
		ucd: 'meta.code.status',
		description: 'executed; accepted or proposed where it is yet to come.'
	},
	{ name: 'facility', type: 'text', ucd: 'meta.id;instr.obsty', description: 'Facility.' },
	{ name: 'instrument', type: 'text', ucd: 'instr', description: 'Instrument.' },
	{ name: 'band', type: 'text', ucd: 'instr.bandpass', description: 'Band.' },
	{ name: 'name', type: 'text', ucd: 'meta.id', description: 'Pointing, or block that is to be one.' },
	...placeColumns(' of the middle of its field'),
	{
		name: 'position_angle_deg',
		type: 'double',
		unit: 'deg',
		ucd: 'pos.posAng',
		description: 'Position angle, from north to east; none where nobody tells it.',
		precision: 2
	},
	{
		name: 'adds',
		type: 'double',
		ucd: 'stat.probability',
		description: 'Probability that no look before it covers, 0 to 1.',
		precision: 4
	},
	{
		name: 'covered',
		type: 'double',
		ucd: 'stat.probability',
		description: 'Probability that it and all looks before it cover together, 0 to 1.',
		precision: 4
	}
];
