import { changeColumns } from '#lib/archive/columns/changes.ts';
import { historyColumns } from '#lib/archive/columns/history.ts';
import { aroundColumns } from '#lib/archive/columns/objects.ts';
import type { Column } from '#lib/table/column.ts';
import type { Caller } from '../routers/index.server.ts';
import { diffInput } from '../routers/diff.server.ts';
import { historyInput } from '../routers/history.server.ts';
import { wire } from '#lib/archive/wire.ts';
import type { Part, Resource } from './resource.ts';

export const history: Resource<Awaited<ReturnType<Caller['history']['read']>>> = {
	path: '/history/{subject+}',
	name: 'readHistory',
	summary: 'Every fact about a subject in the order it became known, superseded and withdrawn ones included.',
	input: historyInput,
	answer: (caller, input) => caller.history.read(input),
	json: {
		subject: { schema: { type: 'string' } },
		entries: { rows: historyColumns }
	},
	tables: {
		history: {
			description: 'Every fact about a subject in the order it became known.',
			columns: historyColumns,
			rows: (answer) => answer.entries
		}
	}
};

type Difference = Awaited<ReturnType<Caller['diff']['read']>>;

const relations = ['alerts', 'photometry', 'statements', 'notices', 'localizations'] as const;
const rows = { type: 'array', items: { type: 'object' } };
const changes: Part = {
	orAbsent: true,
	schema: {
		type: 'object',
		description: 'What was added, revised and withdrawn; absent where the relation does not apply.',
		properties: {
			added: rows,
			revised: {
				type: 'array',
				items: {
					type: 'object',
					properties: {
						before: { type: 'object' },
						after: { type: 'object' },
						changed: { type: 'array', items: { type: 'string' } }
					}
				}
			},
			withdrawn: rows,
			unchanged: { type: 'integer', description: 'Number of those that are in force at both and told alike.' }
		}
	}
};

export const diff: Resource<Difference> = {
	path: '/diff',
	name: 'readDifference',
	summary: 'What was added, revised and withdrawn between two bases, of an object, an event or a region.',
	input: diffInput,
	answer: (caller, input) => caller.diff.read(input),
	json: {
		from: { schema: { type: 'string', description: 'The earlier basis.' } },
		to: { schema: { type: 'string', description: 'The later basis, which is the basis of the answer.' } },
		around: { row: aroundColumns, orNull: true },
		...Object.fromEntries(relations.map((relation) => [relation, changes]))
	},
	tables: {
		changes: {
			description: 'Changes between two bases.',
			columns: changeColumns satisfies readonly Column[],
			rows: changeRows
		}
	}
};

function changeRows(answer: Difference): object[] {
	return relations.flatMap((relation) => {
		const { added = [], revised = [], withdrawn = [] } = answer[relation] ?? {};
		return [
			...added.map((after) => ({ relation, change: 'added', after: wire(after) })),
			...revised.map(({ before, after, changed }) => ({
				relation,
				change: 'revised',
				changed,
				before: wire(before),
				after: wire(after)
			})),
			...withdrawn.map((before) => ({ relation, change: 'withdrawn', before: wire(before) }))
		];
	});
}
