const primitives = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/** Named types of a schema document. */
export interface SchemaNames {
	/** Full name of the document's own type, or null for an unnamed one. */
	readonly root: string | null;
	/** Full names it refers to without defining them. */
	readonly references: ReadonlySet<string>;
}

/** Which names a schema document defines and which it takes from others (Avro 1.12 "Names"). */
export function schemaNames(json: unknown): SchemaNames {
	const defined = new Set<string>();
	const referred = new Set<string>();

	function walk(part: unknown, namespace: string): void {
		if (typeof part === 'string') {
			if (!primitives.has(part)) referred.add(qualified(part, namespace));
		} else if (Array.isArray(part)) for (const branch of part) walk(branch, namespace);
		else if (typeof part === 'object' && part !== null) walkDefinition(part as Definition, namespace);
	}

	function walkDefinition(part: Definition, outer: string): void {
		const own = typeof part.namespace === 'string' ? part.namespace : outer;
		let namespace = own;
		if (typeof part.name === 'string') {
			const name = qualified(part.name, own);
			defined.add(name);
			namespace = name.slice(0, Math.max(0, name.lastIndexOf('.')));
		}
		if (Array.isArray(part.fields))
			for (const field of part.fields) walk((field as Definition).type, namespace);
		else if (part.type === 'array') walk(part.items, namespace);
		else if (part.type === 'map') walk(part.values, namespace);
		else if (part.type !== 'enum' && part.type !== 'fixed') walk(part.type, namespace);
	}

	walk(json, '');
	const [root] = typeof json === 'object' && json !== null && 'name' in json ? defined : [];
	return { root: root ?? null, references: referred.difference(defined) };
}

type Definition = Readonly<Record<string, unknown>>;

function qualified(name: string, namespace: string): string {
	return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}
