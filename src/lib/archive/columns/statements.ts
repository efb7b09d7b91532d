import type { Column } from '#lib/table/column.ts';
import { tellingColumns } from './telling.ts';

/** Something that someone says about a subject, in force at a basis. */
export const statementColumns: readonly Column[] = [
	{
		name: 'subject',
		type: 'text',
		ucd: 'meta.id;meta.main',
		description: 'What it is about, as the address of its page: objects/ztf/ZTF18abc, events/S190425z.'
	},
	{ name: 'property', type: 'text', description: 'What is said: class, probability, redshift, name, ...' },
	{ name: 'qualifier', type: 'text', description: 'Tells statements of one property and agent apart.' },
	{ name: 'agent', type: 'text', ucd: 'meta.curation', description: 'Who says so.' },
	{
		name: 'software',
		type: 'text',
		ucd: 'meta.id;meta.software',
		description: 'Version of the software that said it.'
	},
	{ name: 'value_text', type: 'text', description: 'What it says, where that is a text.' },
	{ name: 'value_number', type: 'double', description: 'What it says, where that is a number.' },
	{ name: 'unit', type: 'text', ucd: 'meta.unit', description: 'Unit of value_number in VOUnits.' },
	{ name: 'detail', type: 'json', description: 'Anything further, as the source has it.' },
	...tellingColumns
];
