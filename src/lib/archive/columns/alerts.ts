import type { Column } from '#lib/table/column.ts';
import { brightnessColumns, ofObjectColumns, positionColumns } from './brightness.ts';
import { tellingColumns } from './telling.ts';

/** An alert in force at a basis. */
export const alertColumns: readonly Column[] = [
	...ofObjectColumns,
	{
		name: 'alert_id',
		type: 'long',
		ucd: 'meta.id;meta.main',
		description: "The survey's own id of the alert: candid, diaSourceId."
	},
	...positionColumns,
	...brightnessColumns,
	{ name: 'hpx', type: 'long', ucd: 'pos.healpix', description: 'HEALPix cell of order 29, NESTED, ICRS.' },
	{ name: 'record', type: 'int', description: 'Place of the alert in its packet, from 0.' },
	...tellingColumns
];
