import { digestOf } from './item.ts';

/** One fact, or what follows from facts, in an item. */
export interface ItemRow {
	/** `photometry 1234`, `statements class tns`, `object`. */
	readonly row: string;
	/** The first 16 digits of `digestOf` the row. */
	readonly digest: string;
}

/** What tells the rows of a list apart. */
const identity: Readonly<Record<string, readonly string[]>> = {
	alerts: ['survey', 'alert_id'],
	photometry: ['measurement'],
	statements: ['subject', 'property', 'qualifier', 'agent'],
	notices: ['notice_id'],
	localizations: ['notice_id', 'name']
};

/** The rows of an item's value, each with its digest: so that whoever compares two items can name the fact that differs. */
export function rowsOf(value: unknown): ItemRow[] {
	if (value === null || typeof value !== 'object') return [{ row: 'value', digest: short(value) }];
	return Object.entries(value).flatMap(([part, content]): ItemRow[] => {
		const columns = identity[part];
		if (!columns || !Array.isArray(content)) return [{ row: part, digest: short(content) }];
		return content.map((row: Record<string, unknown>) => ({
			row: [part, ...columns.map((column) => row[column]).filter((one) => one !== '')].join(' '),
			digest: short(row)
		}));
	});
}

function short(value: unknown): string {
	return digestOf(value ?? null).slice(0, 16);
}
