import type { Column } from '#lib/table/column.ts';

/** One change between two bases. */
export const changeColumns: readonly Column[] = [
	{
		name: 'relation',
		type: 'text',
		description: 'What changed: alerts, photometry, statements, notices or localizations.'
	},
	{ name: 'change', type: 'text', description: 'added, revised or withdrawn.' },
	{ name: 'changed', type: 'json', description: 'Columns whose values differ, of a revision.' },
	{ name: 'before', type: 'json', description: 'The row in force at the earlier basis.' },
	{ name: 'after', type: 'json', description: 'The row in force at the later basis.' }
];
