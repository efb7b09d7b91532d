import { tellingColumns } from '#lib/archive/columns/telling.ts';
import type { Column } from '#lib/table/column.ts';

/** What somebody decided about a subject. */
export const decisionColumns: readonly Column[] = [
	{ name: 'decision', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the decision.' },
	{ name: 'subject', type: 'text', description: 'What it is about, as the address of its page.' },
	{ name: 'action', type: 'text', description: 'What was decided.' },
	{ name: 'reason', type: 'text', ucd: 'meta.note', description: 'Why, in words.' },
	{
		name: 'actor',
		type: 'text',
		ucd: 'meta.curation',
		description: 'Who decided: a person, or an analysis.'
	},
	{
		name: 'audience',
		type: 'text',
		description: 'Whose sight it rests on, and who sees it: public, or a group.'
	},
	{
		name: 'basis_known_at',
		type: 'instant',
		description: 'Knowledge time of its basis, UTC: what it rests on was known then.'
	},
	{ name: 'basis_batch', type: 'long', description: 'Batch of its basis.' },
	{ name: 'runs', type: 'json', description: 'Runs that support it.' },
	{ name: 'supersedes', type: 'text', description: 'The decision whose place it takes.' },
	{ name: 'superseded_by', type: 'text', description: 'The decision that takes its place.' },
	{ name: 'decided_at', type: 'instant', description: 'When it was decided, UTC.' },
	...tellingColumns
];

/** A fact that was known of a decision's subject. */
export const evidenceColumns: readonly Column[] = [
	{ name: 'row', type: 'text', ucd: 'meta.id', description: 'Which fact.' },
	{
		name: 'digest',
		type: 'text',
		description: 'The first 16 hexadecimal digits of the SHA-256 of its JSON text.'
	}
];
