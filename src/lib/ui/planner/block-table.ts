import { blockColumns } from '#lib/planner/bookings/columns.ts';
import { columnsNamed } from '#lib/ui/tables/columns.ts';

/** Columns of the schedule that its pages show. */
export const blockTable = columnsNamed(blockColumns, [
	'block',
	'state',
	'label',
	'facility',
	'telescope',
	'instrument',
	'from_at',
	'to_at',
	'ra_deg',
	'dec_deg',
	'band',
	'exposure_sec',
	'exposures',
	'owner',
	'campaign',
	'reason',
	'actor',
	'known_at'
]);

export const blockHeads = {
	block: 'Block',
	revision: 'Revision',
	state: 'State',
	facility: 'Facility',
	telescope: 'Telescope',
	instrument: 'Instrument',
	from_at: 'From, UTC',
	to_at: 'To, UTC',
	label: 'For',
	ra_deg: 'RA',
	dec_deg: 'Dec',
	band: 'Band',
	exposure_sec: 'Exposure',
	exposures: 'Times',
	owner: 'Wanted by',
	campaign: 'Campaign',
	reason: 'Why',
	reason_kind: 'Kind of reason',
	actor: 'Changed by',
	known_at: 'Known since, UTC'
};
