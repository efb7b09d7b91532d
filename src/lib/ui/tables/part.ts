/** Some rows of a long table, and where they stand in it. */
export interface Part<Row> {
	readonly rows: readonly Row[];
	/** Place of the first of them, from 1. */
	readonly from: number;
	readonly total: number;
}

/** So many rows of a table are quick to read and to draw; files have all of them. */
export const mostPartRows = 100;

/** The part of a table that begins at row `asked` (from 1); at the first where nothing sensible is asked. */
export function partOf<Row>(rows: readonly Row[], asked: string | null): Part<Row> {
	const wanted = /^\d{1,9}$/.test(asked ?? '') ? Number(asked) : 1;
	const from = wanted >= 1 && wanted <= rows.length ? wanted : 1;
	return { rows: rows.slice(from - 1, from - 1 + mostPartRows), from, total: rows.length };
}
