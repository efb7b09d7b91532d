import type { Column } from '#lib/table/column.ts';

/** One telling about a subject. */
export const historyColumns: readonly Column[] = [
	{
		name: 'known_at',
		type: 'instant',
		ucd: 'time.release;meta.main',
		description: 'When it became known, UTC.'
	},
	{
		name: 'known_from',
		type: 'text',
		description:
			'Where known_at comes from: stated by the packet, its time of receipt, or assumed by the operator.'
	},
	{
		name: 'relation',
		type: 'text',
		description: 'What it is: alert, photometry, statement, withdrawal, notice, localization or decision.'
	},
	{ name: 'what', type: 'text', ucd: 'meta.note', description: 'What was told, in a few words.' },
	{ name: 'collection', type: 'text', description: 'Collection the row belongs to; decides who may see it.' },
	{ name: 'version', type: 'long', ucd: 'meta.version', description: 'Number of what was told.' },
	{ name: 'batch', type: 'long', ucd: 'meta.id', description: 'Batch of the ledger that recorded it.' },
	{ name: 'fact', type: 'int', description: 'Place in its batch, from 0.' },
	{ name: 'detail', type: 'json', description: "The telling's own values, by name." }
];
