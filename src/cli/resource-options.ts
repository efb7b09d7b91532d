import { z } from 'zod';
import type { Resource } from '#lib/api/resources/resource.ts';
import type { parse } from './command.ts';

type Options = NonNullable<Parameters<typeof parse>[0]['options']>;
type Input = Resource['input'];

/** Options of the command line for the fields of an input that the words behind the command do not give. */
export function inputOptions(input: Input, fromWords: readonly string[]): Options {
	return Object.fromEntries(
		fieldsOf(input, fromWords).map(([name, field]) => [
			optionOf(name),
			{ type: isFlag(field) ? 'boolean' : 'string' }
		])
	);
}

/** What these options mean, for the help. */
export function inputHelp(input: Input, fromWords: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		fieldsOf(input, fromWords).map(([name, field]) => {
			const value = isFlag(field) ? '' : ` <${optionOf(name).split('-').at(-1)}>`;
			return [`--${optionOf(name)}${value}`, metaOf(field).description ?? ''];
		})
	);
}

/** The values given for them, by the names of the fields. */
export function givenFields(input: Input, values: Record<string, unknown>): Record<string, string> {
	const given = fieldsOf(input, []).flatMap(([name]) => {
		const value = values[optionOf(name)];
		return value === undefined ? [] : [[name, String(value)]];
	});
	return Object.fromEntries(given);
}

function fieldsOf(input: Input, fromWords: readonly string[]): [string, z.ZodType][] {
	const all = Object.entries(input.shape as Record<string, z.ZodType>);
	return all.filter(([name]) => !fromWords.includes(name));
}

const optionOf = (field: string): string => field.replaceAll('_', '-');

const isFlag = (field: z.ZodType): boolean => metaOf(field).parameter?.type === 'boolean';

function metaOf(field: z.ZodType): z.GlobalMeta {
	const inner = field instanceof z.ZodOptional || field instanceof z.ZodDefault ? field.unwrap() : field;
	return { ...(inner as z.ZodType).meta(), ...field.meta() };
}
