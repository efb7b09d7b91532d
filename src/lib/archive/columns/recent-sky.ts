import type { Column } from '#lib/table/column.ts';
import { ofObjectColumns, positionColumns } from './brightness.ts';

/** An object of the newest alerts known at a basis. */
export const recentObjectColumns: readonly Column[] = [
	...ofObjectColumns,
	...positionColumns,
	{
		name: 'last_observed_at',
		type: 'instant',
		ucd: 'time.epoch;stat.max',
		description: 'Middle of the exposure of its newest alert, UTC.'
	},
	{ name: 'last_known_at', type: 'instant', description: 'When its newest alert became known, UTC.' },
	{
		name: 'is_new',
		type: 'boolean',
		description: 'Whether nothing of it was known before the oldest of the alerts looked at.'
	}
];
