import type { Column } from '#lib/table/column.ts';

/** A thing whose provenance is told. */
export const thingColumns: readonly Column[] = [
	{
		name: 'id',
		type: 'text',
		ucd: 'meta.id;meta.main',
		description: 'Its name: mostly the address of its page.'
	},
	{ name: 'kind', type: 'text', description: 'entity, activity or agent, as in the PROV of the W3C.' },
	{
		name: 'type',
		type: 'text',
		description: 'What it is here: object, alert, packet, batch, run, decision, ...'
	},
	{ name: 'label', type: 'text', ucd: 'meta.title', description: 'What people call it.' },
	{ name: 'at', type: 'instant', description: 'When it was known or began, UTC.' }
];

/** How a thing came of another. */
export const relationColumns: readonly Column[] = [
	{ name: 'from', type: 'text', ucd: 'meta.id', description: 'The later thing.' },
	{ name: 'type', type: 'text', description: 'How it came of the other, in the words of PROV.' },
	{ name: 'to', type: 'text', ucd: 'meta.id', description: 'The earlier thing.' }
];
