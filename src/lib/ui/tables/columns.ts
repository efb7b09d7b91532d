import type { Column } from '#lib/table/column.ts';

/** The columns of these names, in this order: a page shows some of what a file has. Throws for a name that none has. */
export function columnsNamed(columns: readonly Column[], names: readonly string[]): Column[] {
	return names.map((name) => {
		const column = columns.find((one) => one.name === name);
		if (!column) throw new Error(`No column is named ${name}.`);
		return column;
	});
}
