import type { Column } from '#lib/table/column.ts';
import { brightnessColumns, ofObjectColumns, positionColumns } from './brightness.ts';
import { tellingColumns } from './telling.ts';

/** A measurement or upper limit of a light curve, in force at a basis. */
export const photometryColumns: readonly Column[] = [
	...ofObjectColumns,
	{
		name: 'measurement',
		type: 'long',
		ucd: 'meta.id;meta.main',
		description: "The survey's own id of the measurement, or a number made of its kind, epoch and band."
	},
	{ name: 'kind', type: 'text', description: 'detection, limit or forced.' },
	...brightnessColumns,
	...positionColumns,
	{
		name: 'origin',
		type: 'text',
		description: 'own: told by the alert it triggered; history: repeated by a later packet.'
	},
	...tellingColumns
];
