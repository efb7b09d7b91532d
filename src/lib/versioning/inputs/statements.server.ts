import { listStatements, type Question, type Statement } from '#lib/archive/index.server.ts';
import type { Input, Parameters } from '../manifest.ts';
import { Conditions } from './conditions.ts';
import { itemOf, type Item } from './item.ts';

const pageOfRows = 1000;

/** Statements in force, an item each, by their key. */
export async function* statementItems(
	question: Question,
	name: string,
	input: Extract<Input, { of: 'statements' }>,
	parameters: Parameters,
	only: ReadonlySet<string> | null
): AsyncGenerator<Item> {
	const conditions = new Conditions(name, input.where, parameters);
	const filter = {
		property: conditions.text('property'),
		agent: conditions.text('agent'),
		subject: conditions.text('subject')
	};
	let after: Statement | null = null;
	do {
		const page: Statement[] = await listStatements(question, { ...filter, after, limit: pageOfRows });
		for (const row of page) if (only === null || only.has(row.subject)) yield itemOf(name, keyOf(row), row);
		after = page.length === pageOfRows ? page.at(-1)! : null;
	} while (after !== null);
}

function keyOf({ subject, property, qualifier, agent }: Statement): string {
	return `${subject}?${new URLSearchParams({ property, qualifier, agent })}`;
}
