import type { Column, ColumnType } from '#lib/table/column.ts';
import type { Part, Resource } from './resources/resource.ts';

/** JSON schema of the body that answers for a resource. */
export function answerSchema({ json, input }: Resource): object {
	const isPaged = 'cursor' in input.shape;
	const nullableText = { type: ['string', 'null'] };
	const properties = {
		basis: { type: 'string', description: 'Basis of the answer.' },
		...Object.fromEntries(Object.entries(json).map(([name, part]) => [name, partSchema(part)])),
		...(isPaged && {
			next_cursor: { ...nullableText, description: 'Where the next page begins; null at the end.' },
			next: { ...nullableText, description: 'Address of the next page; null at the end.' }
		})
	};
	const absent = Object.entries(json).filter(([, part]) => 'orAbsent' in part && part.orAbsent);
	const required = Object.keys(properties).filter((name) => !absent.some(([other]) => other === name));
	return { type: 'object', required, properties };
}

function partSchema(part: Part): object {
	if ('schema' in part) return part.schema;
	if ('rows' in part) return { type: 'array', items: rowSchema(part.rows) };
	return part.orNull ? { oneOf: [rowSchema(part.row), { type: 'null' }] } : rowSchema(part.row);
}

const columnTypes: Record<ColumnType, object> = {
	text: { type: ['string', 'null'] },
	boolean: { type: ['boolean', 'null'] },
	int: { type: ['integer', 'null'] },
	long: { type: ['string', 'null'], pattern: '^-?[0-9]+$' },
	float: { type: ['number', 'null'] },
	double: { type: ['number', 'null'] },
	instant: { type: ['string', 'null'], format: 'date-time' },
	json: {}
};

function rowSchema(columns: readonly Column[]): object {
	const properties = columns.map(({ name, type, unit, description }) => [
		name,
		{ ...columnTypes[type], description: unit ? `${description} Unit: ${unit}.` : description }
	]);
	return { type: 'object', properties: Object.fromEntries(properties) };
}
