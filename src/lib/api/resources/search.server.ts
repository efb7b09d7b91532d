import { aroundColumns, foundObjectColumns } from '#lib/archive/columns/objects.ts';
import type { Column } from '#lib/table/column.ts';
import type { Caller } from '../routers/index.server.ts';
import { searchInput } from '../routers/search.server.ts';
import type { Resource } from './resource.ts';

const thingColumns: readonly Column[] = [
	{
		name: 'subject',
		type: 'text',
		ucd: 'meta.id;meta.main',
		description: 'Address of its page without the leading slash.'
	},
	{ name: 'because', type: 'text', ucd: 'meta.note', description: 'Why it matches, in a few words.' }
];

export const search: Resource<Awaited<ReturnType<Caller['search']['read']>>> = {
	path: '/search',
	name: 'search',
	summary:
		'Reads a name, a position or a moment as people write them, says how it read it, and finds what is there.',
	input: searchInput,
	answer: (caller, input) => caller.search.read(input),
	json: {
		query: { schema: { type: 'string', description: 'The text.' } },
		read_as: { schema: { type: 'string', description: 'How it was read.' } },
		position: { row: aroundColumns, orNull: true },
		moment: {
			schema: { type: ['string', 'null'], format: 'date-time', description: 'The moment that it names, UTC.' }
		},
		things: { rows: thingColumns },
		objects: { rows: foundObjectColumns }
	},
	tables: {
		things: {
			description: 'What the text may name.',
			columns: thingColumns,
			rows: (answer) => answer.things,
			goesOn: (answer) => answer.position === null
		},
		objects: {
			description: 'Objects around the position, nearest first.',
			columns: foundObjectColumns,
			rows: (answer) => answer.objects,
			goesOn: (answer) => answer.position !== null
		}
	}
};
