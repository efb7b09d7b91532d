import { LookbackError } from '#lib/errors.ts';
import type { Answered, Resource, ResourceTable } from '#lib/api/resources/resource.ts';
import type { Column, Row } from '#lib/table/column.ts';
import { writeText } from '#lib/table/text.ts';
import type { Io } from './io.ts';

/** What a person at a terminal does not read in a row; files have it. */
const unread = new Set([
	'hpx',
	'version',
	'packet',
	'fact',
	'record',
	'detail',
	'body',
	'cites',
	'previous',
	'digest'
]);

/**
 * Writes an answer for people: the table that is asked for, or each that has rows, without columns that are empty
 * throughout or say nothing to people; what is left out is named.
 */
export async function writeAnswer<Answer extends Answered>(
	resource: Pick<Resource<Answer>, 'tables'>,
	answer: Answer,
	wanted: string | undefined,
	io: Io
): Promise<void> {
	const all = Object.entries(resource.tables);
	const filled = all.filter(([, table]) => table.rows(answer).length > 0);
	const chosen = wanted === undefined ? (filled.length > 0 ? filled : all.slice(0, 1)) : [named(all, wanted)];
	for (const [index, [name, table]] of chosen.entries()) {
		if (all.length > 1) await io.out(`${index > 0 ? '\n' : ''}${table.description}\n`);
		await writeRows(name, table, answer, index === chosen.length - 1, io);
	}
}

function named<Answer>(
	all: [string, ResourceTable<Answer>][],
	wanted: string
): [string, ResourceTable<Answer>] {
	const found = all.find(([name]) => name === wanted);
	if (found) return found;
	throw new LookbackError(
		'incorrect',
		'cli/unknown-table',
		`--table is ${JSON.stringify(wanted)}; it must be one of ${all.map(([name]) => name).join(', ')}.`,
		{ table: wanted }
	);
}

async function writeRows<Answer extends Answered>(
	name: string,
	table: ResourceTable<Answer>,
	answer: Answer,
	isLast: boolean,
	io: Io
): Promise<void> {
	const rows = table.rows(answer) as readonly Row[];
	const hasValue = ({ name }: Column) => rows.some((row) => row[name] !== null && row[name] !== undefined);
	const shown = (column: Column) => rows.length === 0 || (hasValue(column) && !unread.has(column.name));
	const left = table.columns.filter((column) => !shown(column) && hasValue(column)).map(({ name }) => name);
	const next = answer.next_cursor ?? null;
	const notes = {
		...(left.length > 0 && { 'not shown': `${left.join(', ')}; the other formats have them` }),
		...(isLast && { basis: answer.basis }),
		...(isLast && next !== null && { 'next page': `--basis ${answer.basis} --cursor ${next}` })
	};
	const written = {
		name,
		description: table.description,
		columns: table.columns.filter(shown),
		rows,
		notes,
		overflowed: () => next !== null
	};
	for await (const chunk of writeText(written, io.width)) await io.out(chunk);
}
