import type { Column } from '#lib/table/column.ts';

/** What every fact says about itself: whose it is, when it could be known, and where it stands in the ledger. */
export const tellingColumns: readonly Column[] = [
	{ name: 'collection', type: 'text', description: 'Collection the row belongs to; decides who may see it.' },
	{
		name: 'known_at',
		type: 'instant',
		ucd: 'time.release',
		description: 'When the fact could first be known, UTC.'
	},
	{
		name: 'known_from',
		type: 'text',
		description:
			'Where known_at comes from: stated by the packet, its time of receipt, or assumed by the operator.'
	},
	{
		name: 'version',
		type: 'long',
		ucd: 'meta.version',
		description: 'Number of what was told: the same content has the same version.'
	},
	{ name: 'packet', type: 'long', description: 'Packet the fact came in; none for facts made here.' },
	{ name: 'batch', type: 'long', ucd: 'meta.id', description: 'Batch of the ledger that recorded the row.' },
	{ name: 'fact', type: 'int', description: 'Place of the row in its batch, from 0.' }
];
