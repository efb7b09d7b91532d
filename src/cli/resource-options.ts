import { z } from 'zod';
import { pathFields, type Resource } from '#lib/api/resources/resource.ts';
import type { parse } from './command.ts';

type Options = NonNullable<Parameters<typeof parse>[0]['options']>;
type Described = Pick<Resource, 'path' | 'input'>;

/** Options of the command line for the fields of a resource that its path does not give. */
export function resourceOptions(resource: Described): Options {
	return Object.fromEntries(
		fieldsOf(resource).map(([name, field]) => [
			optionOf(name),
			{ type: isFlag(field) ? 'boolean' : 'string' }
		])
	);
}

/** What these options mean, for the help. */
export function resourceHelp(resource: Described): Record<string, string> {
	return Object.fromEntries(
		fieldsOf(resource).map(([name, field]) => {
			const value = isFlag(field) ? '' : ` <${optionOf(name).split('-').at(-1)}>`;
			return [`--${optionOf(name)}${value}`, metaOf(field).description ?? ''];
		})
	);
}

/** The values given for them, by the names of the fields. */
export function givenFields(resource: Described, values: Record<string, unknown>): Record<string, string> {
	const given = fieldsOf(resource).flatMap(([name]) => {
		const value = values[optionOf(name)];
		return value === undefined ? [] : [[name, String(value)]];
	});
	return Object.fromEntries(given);
}

function fieldsOf(resource: Described): [string, z.ZodType][] {
	const inPath = pathFields(resource);
	return Object.entries(resource.input.shape as Record<string, z.ZodType>).filter(
		([name]) => !inPath.includes(name)
	);
}

const optionOf = (field: string): string => field.replaceAll('_', '-');

const isFlag = (field: z.ZodType): boolean => metaOf(field).parameter?.type === 'boolean';

function metaOf(field: z.ZodType): z.GlobalMeta {
	const inner = field instanceof z.ZodOptional || field instanceof z.ZodDefault ? field.unwrap() : field;
	return { ...(inner as z.ZodType).meta(), ...field.meta() };
}
