/** A fact that is in force at both bases, told differently. */
export interface Revision<Row> {
	readonly before: Row;
	readonly after: Row;
	/** Columns whose values differ. */
	readonly changed: readonly string[];
}

/** What happened to a set of facts between two bases. */
export interface Difference<Row> {
	readonly added: readonly Row[];
	readonly revised: readonly Revision<Row>[];
	/** In force before and not after: withdrawn, or (when the later basis looks further back) not known yet. */
	readonly withdrawn: readonly Row[];
	/** Number of those that are in force at both bases and told alike. */
	readonly unchanged: number;
}

/** Columns that say how a fact is told, not what. */
const aboutTelling = new Set([
	'known_at',
	'known_from',
	'version',
	'packet',
	'batch',
	'fact',
	'record',
	'origin',
	'collection'
]);

/**
 * Compares facts in force at two bases. Two rows tell the same fact when `identity` gives them the same text; it is
 * revised when its version differs, so that a restatement in another format's digits is no revision.
 */
export function difference<Row extends { version: bigint }>(
	before: readonly Row[],
	after: readonly Row[],
	identity: (row: Row) => string
): Difference<Row> {
	const old = new Map(before.map((row) => [identity(row), row]));
	const added: Row[] = [];
	const revised: Revision<Row>[] = [];
	let unchanged = 0;
	for (const row of after) {
		const earlier = old.get(identity(row));
		old.delete(identity(row));
		if (!earlier) added.push(row);
		else if (earlier.version === row.version) unchanged++;
		else revised.push({ before: earlier, after: row, changed: changedColumns(earlier, row) });
	}
	return { added, revised, withdrawn: [...old.values()], unchanged };
}

function changedColumns(before: object, after: object): string[] {
	const later = after as Record<string, unknown>;
	return Object.entries(before)
		.filter(([name, value]) => !aboutTelling.has(name) && textOf(value) !== textOf(later[name]))
		.map(([name]) => name);
}

function textOf(value: unknown): string {
	return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? '');
}
