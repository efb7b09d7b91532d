import type { Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Input, Parameters } from '../manifest.ts';
import type { Code } from '../runtime/evaluation.ts';
import { catalogueItems } from './catalogue.server.ts';
import { eventItems } from './events.server.ts';
import type { Item } from './item.ts';
import { alertItems, objectItems } from './objects.server.ts';
import { statementItems } from './statements.server.ts';

export { digestOf, InputsDigest, itemOf, type Item } from './item.ts';
export { parametersOf } from './parameters.ts';
export { rowsOf, type ItemRow } from './rows.ts';
export { assertGiven, subjectsOf } from './subjects.ts';

/** What an analysis gets to see: inputs that come whole, by name, and the one whose items come one at a time. */
export interface Inputs {
	readonly whole: Readonly<Record<string, readonly Item[]>>;
	readonly each: AsyncIterable<Item> | null;
}

/** More items are asked for one at a time. */
const mostWhole = 100_000;

/**
 * The declared inputs of an analysis as of the question's basis, for its viewer: nothing else is read. Items come in an
 * order that depends on what is known alone. `only` restricts the input that `each` names to items about these subjects.
 * @throws LookbackError `versioning/bad-condition`, `versioning/bad-catalogue`, `versioning/large-input`, and the archive's.
 */
export async function readInputs(
	question: Question,
	code: Code,
	parameters: Parameters,
	only: ReadonlySet<string> | null = null
): Promise<Inputs> {
	const { inputs, each } = code.manifest;
	const whole: Record<string, Item[]> = {};
	for (const [name, input] of Object.entries(inputs))
		if (name !== each)
			whole[name] = await allOf(name, itemsOf(question, code, name, input, parameters, null));
	return {
		whole,
		each: each === undefined ? null : itemsOf(question, code, each, inputs[each]!, parameters, only)
	};
}

function itemsOf(
	question: Question,
	code: Code,
	name: string,
	input: Input,
	parameters: Parameters,
	only: ReadonlySet<string> | null
): AsyncGenerator<Item> {
	switch (input.of) {
		case 'objects':
			return objectItems(question, name, input, parameters, only);
		case 'alerts':
			return alertItems(question, name, input, parameters, only);
		case 'events':
			return eventItems(question, name, input, parameters, only);
		case 'statements':
			return statementItems(question, name, input, parameters, only);
		case 'catalogue':
			return catalogueItems(code, name, input.path);
	}
}

async function allOf(name: string, items: AsyncIterable<Item>): Promise<Item[]> {
	const all: Item[] = [];
	for await (const item of items) {
		if (all.length === mostWhole)
			throw new LookbackError(
				'incorrect',
				'versioning/large-input',
				`The input '${name}' has more than ${mostWhole} items; give it conditions, or name it in 'each'.`,
				{ input: name }
			);
		all.push(item);
	}
	return all;
}
