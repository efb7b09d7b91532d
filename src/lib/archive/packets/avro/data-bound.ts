import avro from 'avsc';

/** Values a schema may yield without reading a byte; real alert schemas have none. */
const emptyValuesAllowed = 64;

/**
 * Refuses a schema from which few bytes make many values: records within records of nothing but nulls. With
 * at most 64 values that take no bytes to each that does, what is read stays in proportion to the data.
 */
export function assertDataBound(root: avro.Type): void {
	const known = new Map<avro.Type, number>();

	function emptyValues(type: avro.Type): number {
		const seen = known.get(type);
		if (seen !== undefined) return seen;
		// A record inside itself: endless unless a union, array or map stands between, which then resets this.
		known.set(type, Infinity);
		const count = countEmptyValues(type);
		known.set(type, count);
		if (count > emptyValuesAllowed)
			throw new Error(
				`"${type.name ?? type.typeName}" holds more than ${emptyValuesAllowed} values that take no bytes`
			);
		return count;
	}

	function countEmptyValues(type: avro.Type): number {
		const { types } = avro;
		if (type instanceof types.RecordType)
			return type.fields.reduce(
				(sum, field) => sum + emptyValues(field.type),
				type.fields.length === 0 ? 1 : 0
			);
		if (type instanceof types.FixedType) return type.size === 0 ? 1 : 0;
		if (type instanceof types.NullType) return 1;
		return 0;
	}

	const queue: avro.Type[] = [root];
	const visited = new Set<avro.Type>(queue);
	for (const type of queue) {
		emptyValues(type);
		for (const part of partsOf(type))
			if (!visited.has(part)) {
				visited.add(part);
				queue.push(part);
			}
	}
}

function partsOf(type: avro.Type): readonly avro.Type[] {
	const { types } = avro;
	if (type instanceof types.RecordType) return type.fields.map((field) => field.type);
	if (type instanceof types.ArrayType) return [type.itemsType];
	if (type instanceof types.MapType) return [type.valuesType as avro.Type];
	if (type instanceof types.WrappedUnionType) return type.types;
	return [];
}
