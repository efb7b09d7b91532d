import { z } from 'zod';
import { pathFields, type Resource } from './resources/resource.ts';

/** Parameters of a thing with an address, as OpenAPI has them. */
export function parametersOf({ path, input }: Pick<Resource, 'path' | 'input'>): object[] {
	const inPath = pathFields({ path });
	return Object.entries(input.shape).map(([name, field]) => parameter(name, field as z.ZodType, inPath));
}

/** One parameter; what the path does not name is in the query. */
export function parameter(name: string, field: z.ZodType, inPath: readonly string[]): object {
	const inner = field instanceof z.ZodOptional || field instanceof z.ZodDefault ? field.unwrap() : field;
	const { description, parameter: schema = {} } = { ...(inner as z.ZodType).meta(), ...field.meta() };
	if (inPath.includes(name)) return { name, in: 'path', required: true, description, schema };
	const required = !field.safeParse(undefined).success;
	// an empty parameter counts as absent: forms send them
	const given = Object.entries(schema).filter(([keyword]) => required || keyword !== 'minLength');
	const emptied = Object.fromEntries(given.map(([keyword, value]) => [keyword, orEmpty(keyword, value)]));
	return { name, in: 'query', required, description, schema: required ? schema : emptied };
}

function orEmpty(keyword: string, value: unknown): unknown {
	if (keyword === 'enum') return [...(value as readonly unknown[]), ''];
	return keyword === 'pattern' ? `^$|${String(value)}` : value;
}
