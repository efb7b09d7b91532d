import { tellingColumns } from '#lib/archive/columns/telling.ts';
import type { Column } from '#lib/table/column.ts';

/** An analysis carried out. */
export const runColumns: readonly Column[] = [
	{ name: 'run', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the run.' },
	{ name: 'analysis', type: 'text', ucd: 'meta.id;meta.software', description: 'Name of the analysis.' },
	{ name: 'commit', type: 'text', ucd: 'meta.version', description: 'Its version: a git commit.' },
	{
		name: 'kind',
		type: 'text',
		description: 'manual: somebody started it; live: it followed what was recorded.'
	},
	{ name: 'audience', type: 'text', description: 'Whose sight it had, and who sees it: public, or a group.' },
	{
		name: 'basis_known_at',
		type: 'instant',
		description: 'Knowledge time of its basis, UTC: what it read was known then.'
	},
	{ name: 'basis_batch', type: 'long', description: 'Batch of its basis.' },
	{ name: 'parameters', type: 'json', description: 'Its parameters.' },
	{ name: 'environment', type: 'json', description: 'What carried it out.' },
	{ name: 'inputs', type: 'int', ucd: 'meta.number', description: 'Number of items that it read.' },
	{ name: 'inputs_digest', type: 'text', description: 'SHA-256 over their digests.' },
	{ name: 'outputs', type: 'int', ucd: 'meta.number', description: 'Number of things that it said.' },
	{ name: 'outputs_digest', type: 'text', description: 'SHA-256 over them.' },
	{ name: 'status', type: 'text', ucd: 'meta.code.status', description: 'finished or failed.' },
	{ name: 'reason', type: 'text', ucd: 'meta.note', description: 'Why it failed.' },
	{ name: 'started_at', type: 'instant', ucd: 'time.start', description: 'When it began, UTC.' },
	{
		name: 'finished_at',
		type: 'instant',
		ucd: 'time.end',
		description: 'When it ended, UTC: what it says is known since then.'
	},
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who started it.' },
	...tellingColumns
];

/** An item that a run was given. */
export const inputColumns: readonly Column[] = [
	{ name: 'input', type: 'text', description: 'Name of the input in the manifest.' },
	{ name: 'key', type: 'text', ucd: 'meta.id', description: 'What it is.' },
	{
		name: 'digest',
		type: 'text',
		description: 'The first 32 hexadecimal digits of the SHA-256 of its JSON text.'
	},
	{ name: 'facts', type: 'int', ucd: 'meta.number', description: 'Number of facts in it.' }
];

/** One thing that a run said. */
export const outputColumns: readonly Column[] = [
	{
		name: 'key',
		type: 'text',
		description: 'Of which call: an item of the input that comes one at a time, or all.'
	},
	{ name: 'kind', type: 'text', description: 'selection, statement, decision, or the name of a table.' },
	{ name: 'subject', type: 'text', ucd: 'meta.id', description: 'What it is about.' },
	{ name: 'what', type: 'text', ucd: 'meta.note', description: 'What it says, in a few words.' },
	{ name: 'row', type: 'json', description: 'All of it.' }
];
