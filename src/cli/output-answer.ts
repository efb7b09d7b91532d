import { LookbackError } from '#lib/errors.ts';
import type { Answered, Resource, ResourceTable } from '#lib/api/resources/resource.ts';
import type { Column, Row } from '#lib/table/column.ts';
import { writeText } from '#lib/table/text.ts';
import type { Io } from './io.ts';

/** What a person at a terminal does not read in a row; files have it. */
const unread = new Set(['hpx', 'version', 'packet', 'fact', 'record', 'detail', 'body', 'cites', 'previous']);

/**
 * Writes an answer for people: the table that is asked for, or each that has rows, without columns that are empty
 * throughout or say nothing to people; what is left out is named. Beside others a long table is cut to its beginning.
 */
export async function writeAnswer<Answer extends Answered>(
	resource: Pick<Resource<Answer>, 'tables'>,
	answer: Answer,
	{ table: wanted, isOwn }: { readonly table: string | undefined; readonly isOwn: boolean },
	io: Io
): Promise<void> {
	const all = Object.entries(resource.tables);
	const filled = all.filter(([, table]) => table.rows(answer).length > 0);
	const chosen = wanted === undefined ? (filled.length > 0 ? filled : all.slice(0, 1)) : [named(all, wanted)];
	for (const [index, [name, table]] of chosen.entries()) {
		if (all.length > 1) await io.out(`${index > 0 ? '\n' : ''}${table.description}\n`);
		const isLast = index === chosen.length - 1;
		const most = wanted === undefined ? (table.most ?? Infinity) : Infinity;
		await writeRows(name, table, answer, { most, endsWithBasis: isLast && !isOwn, isLast }, io);
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
	{ most, endsWithBasis, isLast }: { most: number; endsWithBasis: boolean; isLast: boolean },
	io: Io
): Promise<void> {
	const all = table.rows(answer) as readonly Row[];
	const rows = all.slice(0, most);
	const hasValue = ({ name }: Column) => rows.some((row) => row[name] !== null && row[name] !== undefined);
	// the chain of the ledger is for programs; other digests are what people compare
	const isChain = table.columns.some(({ name }) => name === 'previous');
	const isRead = (column: Column) => !unread.has(column.name) && !(isChain && column.name === 'digest');
	const shown = (column: Column) => rows.length === 0 || (hasValue(column) && isRead(column));
	const left = table.columns.filter((column) => !shown(column) && hasValue(column)).map(({ name }) => name);
	const next = answer.next_cursor ?? null;
	const notes = {
		...(left.length > 0 && { 'not shown': `${left.join(', ')}; the other formats have them` }),
		...(all.length > rows.length && {
			'cut here': `${(all.length - rows.length).toLocaleString('en')} more; --table ${name} tells all`
		}),
		...table.notes?.(answer),
		...(endsWithBasis && { basis: answer.basis }),
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
