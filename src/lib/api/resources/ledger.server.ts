import {
	batchColumns,
	batchSubjectColumns,
	collectionCountColumns,
	reasonColumns,
	receivedColumns,
	refusedColumns,
	sourceColumns
} from '#lib/archive/columns/ledger.ts';
import type { Caller } from '../routers/index.server.ts';
import {
	batchesInput,
	batchInput,
	refusedInput,
	refusedPacketInput,
	sourcesInput
} from '../routers/ledger.server.ts';
import type { Resource } from './resource.ts';

type Batches = { [Name in keyof Caller['batches']]: Awaited<ReturnType<Caller['batches'][Name]>> };
type Sources = { [Name in keyof Caller['sources']]: Awaited<ReturnType<Caller['sources'][Name]>> };

export const batches: Resource<Batches['list']> = {
	path: '/batches',
	name: 'listBatches',
	summary: 'Batches of the ledger, the newest first.',
	input: batchesInput,
	answer: (caller, input) => caller.batches.list(input),
	json: { batches: { rows: batchColumns } },
	tables: {
		batches: {
			description: 'Batches of the ledger, the newest first.',
			columns: batchColumns,
			rows: (answer) => answer.batches
		}
	}
};

export const batch: Resource<Batches['read']> = {
	path: '/batches/{number}',
	name: 'readBatch',
	summary: 'One batch of the ledger, with the number of facts it recorded by relation.',
	input: batchInput,
	answer: (caller, input) => caller.batches.read(input),
	json: {
		batch: { row: batchColumns },
		recorded: { schema: { type: 'object', additionalProperties: { type: 'integer' } } },
		agrees: {
			schema: {
				type: 'boolean',
				description: 'Whether its digest follows from what it says of itself and from the batch before.'
			}
		},
		subjects: { rows: batchSubjectColumns }
	},
	tables: {
		batches: {
			description: 'One batch of the ledger.',
			columns: batchColumns,
			rows: (answer) => [answer.batch],
			isWhole: true
		},
		subjects: {
			description: 'What the batch says something of, the most first.',
			columns: batchSubjectColumns,
			rows: (answer) => answer.subjects
		}
	}
};

export const sources: Resource<Sources['list']> = {
	path: '/sources',
	name: 'listSources',
	summary: 'What the archive has been given, by source and format.',
	input: sourcesInput,
	answer: (caller, input) => caller.sources.list(input),
	json: {
		sources: { rows: sourceColumns },
		collections: { rows: collectionCountColumns },
		received_by: { schema: { type: 'string', enum: ['hour', 'day', 'month'] } },
		received: { rows: receivedColumns },
		reasons: { rows: reasonColumns }
	},
	tables: {
		sources: {
			description: 'What the archive has been given, by source and format.',
			columns: sourceColumns,
			rows: (answer) => answer.sources
		},
		collections: {
			description: 'What the archive has been given, by collection.',
			columns: collectionCountColumns,
			rows: (answer) => answer.collections
		},
		received: {
			description: 'What the archive has been given, by when it was received.',
			columns: receivedColumns,
			rows: (answer) => answer.received
		},
		reasons: {
			description: 'Why the newest 2,000 of what was refused were refused.',
			columns: reasonColumns,
			rows: (answer) => answer.reasons
		}
	}
};

export const refused: Resource<Sources['refused']> = {
	path: '/sources/refused',
	name: 'listRefused',
	summary: 'Packets and records that were refused, with reasons, the newest first.',
	input: refusedInput,
	answer: (caller, input) => caller.sources.refused(input),
	json: { refused: { rows: refusedColumns } },
	tables: {
		refused: {
			description: 'Packets and records that were refused, with reasons.',
			columns: refusedColumns,
			rows: (answer) => answer.refused
		}
	}
};

export const refusedPacket: Resource<Sources['packet']> = {
	path: '/sources/refused/{packet}',
	name: 'readRefusedPacket',
	summary:
		'A packet of which something was refused, with the reasons and how it begins; for administrators alone.',
	wantsToken: true,
	input: refusedPacketInput,
	answer: (caller, input) => caller.sources.packet(input),
	json: {
		refusals: { rows: refusedColumns },
		format: { schema: { type: 'string', description: 'As what it was read.' } },
		name: { schema: { type: 'string', description: 'Name it came by.' } },
		sha256: { schema: { type: 'string', description: 'Digest of its bytes, hexadecimal.' } },
		bytes: { schema: { type: 'integer', description: 'How many they are.' } },
		beginning: { schema: { type: 'string', description: 'The first of them, in Base64.' } }
	},
	tables: {
		refusals: {
			description: 'Why: first the whole packet, then its records in their order.',
			columns: refusedColumns,
			rows: (answer) => answer.refusals
		}
	}
};
