import type postgres from 'postgres';
import type { Question } from './question.ts';

/**
 * Runs a query for the first rows in the order of an index. Left to itself the planner takes the as-of conditions to
 * leave few rows, reads all of them and sorts: 1.5 s for 1,000 of 2 million alerts, where going along the index takes 30 ms.
 */
export function inIndexOrder<Rows extends readonly object[]>(
	{ database: { sql } }: Question,
	query: postgres.Fragment
): Promise<Rows> {
	return sql.begin('read only', async (tx) => {
		await tx.unsafe('set local enable_sort = off');
		return tx`${query}`;
	}) as Promise<unknown> as Promise<Rows>;
}
