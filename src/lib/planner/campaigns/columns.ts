import { tellingColumns } from '#lib/archive/columns/telling.ts';
import type { Column } from '#lib/table/column.ts';

/** A campaign in a revision. */
export const campaignColumns: readonly Column[] = [
	{ name: 'campaign', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the campaign.' },
	{ name: 'revision', type: 'int', ucd: 'meta.version', description: 'Number of the revision, from 1.' },
	{ name: 'title', type: 'text', ucd: 'meta.title', description: 'Title.' },
	{ name: 'audience', type: 'text', description: 'Who sees it: public, or a group.' },
	{ name: 'owner', type: 'text', description: 'Group that wants it.' },
	{
		name: 'is_anonymous',
		type: 'boolean',
		description: 'Whether others see that somebody asks for time, and not who.'
	},
	{ name: 'state', type: 'text', description: 'open or closed.' },
	{ name: 'reason', type: 'text', ucd: 'meta.note', description: 'Why it was revised.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who made this revision.' },
	...tellingColumns
];
