import { blockColumns } from '#lib/planner/bookings/columns.ts';
import type { Column, Row } from '#lib/table/column.ts';
import { columnsNamed } from '#lib/ui/tables/columns.ts';

/** Columns of the schedule that its pages show, several of a file's in one: a block's page and the files have all. */
export const blockTable = columnsNamed(blockColumns, [
	'block',
	'state',
	'label',
	'facility',
	'telescope',
	'from_at',
	'to_at',
	'band',
	'exposure_sec',
	'campaign',
	'reason',
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

/** Headings of `blockTable`, whose cells hold what `blockText` says. */
export const blockTableHeads = {
	...blockHeads,
	telescope: 'Telescope, instrument',
	campaign: 'Wanted by'
};

/** What stands in a cell of `blockTable` that says more than its column: the instrument too, how often, who else. */
export function blockText({ name }: Pick<Column, 'name'>, row: Row): string | undefined {
	switch (name) {
		case 'telescope':
			return [row.telescope, row.instrument].filter((one) => one !== null).join(', ');
		case 'exposure_sec':
			return typeof row.exposures === 'number' && row.exposures > 1
				? `${row.exposures} × ${Number(row.exposure_sec)}`
				: undefined;
		case 'campaign':
			return row.campaign === null && row.owner !== null ? String(row.owner) : undefined;
	}
}
