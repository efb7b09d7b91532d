import type { Column } from '#lib/table/column.ts';

/** A batch of the ledger; digests are in hexadecimal. */
export const batchColumns: readonly Column[] = [
	{ name: 'batch', type: 'long', ucd: 'meta.id;meta.main', description: 'Number of the batch.' },
	{ name: 'sealed_at', type: 'instant', ucd: 'time.processing', description: 'When it was committed, UTC.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who wrote it.' },
	{ name: 'kind', type: 'text', description: 'Kind of act: ingest, ...' },
	{ name: 'note', type: 'text', ucd: 'meta.note', description: 'What its writer says about it.' },
	{ name: 'segment', type: 'text', ucd: 'meta.id;meta.file', description: "File of its packets' bytes." },
	{ name: 'segment_bytes', type: 'long', unit: 'byte', description: 'Length of that file.' },
	{
		name: 'segment_frame_sha256',
		type: 'text',
		description: 'SHA-256 of that file, each packet in it standing by its own SHA-256; in hexadecimal.'
	},
	{ name: 'facts', type: 'int', ucd: 'meta.number', description: 'Number of facts in it.' },
	{ name: 'previous', type: 'text', description: 'SHA-256 digest of the batch before.' },
	{ name: 'digest', type: 'text', description: 'SHA-256 digest that seals it, chained to the batch before.' }
];

/** What a batch says of one subject. */
export const batchSubjectColumns: readonly Column[] = [
	{ name: 'subject', type: 'text', ucd: 'meta.id;meta.main', description: 'What it is about.' },
	{ name: 'facts', type: 'int', ucd: 'meta.number', description: 'Number of facts that you may see.' },
	{ name: 'recorded', type: 'json', description: 'Facts by relation.' }
];

/** What one source has given in one format. */
export const sourceColumns: readonly Column[] = [
	{ name: 'source', type: 'text', ucd: 'meta.curation', description: 'Who published it.' },
	{ name: 'format', type: 'text', description: 'How it is written.' },
	{ name: 'collections', type: 'json', description: 'Collections of its rows.' },
	{ name: 'packets', type: 'int', ucd: 'meta.number', description: 'Number of packets.' },
	{ name: 'records', type: 'int', ucd: 'meta.number', description: 'Number of records in them.' },
	{ name: 'first_received_at', type: 'instant', description: 'When the first was received, UTC.' },
	{ name: 'last_received_at', type: 'instant', description: 'When the last was received, UTC.' }
];

/** What has rows of one collection. */
export const collectionCountColumns: readonly Column[] = [
	{ name: 'collection', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the collection.' },
	{ name: 'packets', type: 'int', ucd: 'meta.number', description: 'Number of packets with rows of it.' },
	{ name: 'records', type: 'int', ucd: 'meta.number', description: 'Number of records in those packets.' },
	{ name: 'first_received_at', type: 'instant', description: 'When the first was received, UTC.' },
	{ name: 'last_received_at', type: 'instant', description: 'When the last was received, UTC.' }
];

/** What was received in one period. */
export const receivedColumns: readonly Column[] = [
	{ name: 'received_from', type: 'instant', description: 'When the period began, UTC.' },
	{ name: 'packets', type: 'int', ucd: 'meta.number', description: 'Number of packets received in it.' },
	{ name: 'records', type: 'int', ucd: 'meta.number', description: 'Number of records in them.' }
];

/** How often one reason for a refusal was given. */
export const reasonColumns: readonly Column[] = [
	{ name: 'code', type: 'text', ucd: 'meta.code.error', description: 'Code of the reason.' },
	{ name: 'refused', type: 'int', ucd: 'meta.number', description: 'Number of packets and records refused.' },
	{ name: 'packets', type: 'int', ucd: 'meta.number', description: 'Number of packets they came in.' },
	{ name: 'example', type: 'text', ucd: 'meta.note', description: 'One of the sentences given with it.' }
];

/** A packet or record that was refused. */
export const refusedColumns: readonly Column[] = [
	{ name: 'packet', type: 'long', ucd: 'meta.id', description: 'The packet.' },
	{
		name: 'record',
		type: 'int',
		description: 'Place of the record in it, from 0; none for the whole packet.'
	},
	{ name: 'name', type: 'text', ucd: 'meta.id;meta.file', description: 'Name the packet came by.' },
	{ name: 'code', type: 'text', ucd: 'meta.code.error', description: 'Code of the reason.' },
	{ name: 'reason', type: 'text', ucd: 'meta.note', description: 'The reason, in a sentence.' },
	{ name: 'batch', type: 'long', description: 'Batch of the ledger that recorded the refusal.' },
	{ name: 'fact', type: 'int', description: 'Place in its batch, from 0.' }
];
