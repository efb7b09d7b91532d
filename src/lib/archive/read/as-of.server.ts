import type postgres from 'postgres';
import type { AsOfRelation } from '#lib/db/as-of.ts';
import { asOfQuery } from '#lib/db/as-of-query.ts';
import type { Question } from './question.ts';

/** `relation` as of the question's basis, for its viewer: the only way in which pages, APIs and analyses read facts. */
export function asOf({ database, basis, viewer }: Question, relation: AsOfRelation): postgres.Fragment {
	return asOfQuery(database.sql, relation, basis, viewer);
}

/**
 * The condition under which a row of any relation of facts is visible to the question, for relations without versions.
 * `moment` names the column that decides where a collection opens a while after observation.
 */
export function visible(
	question: Question,
	moment: 'observed_at' | 'known_at' = 'known_at'
): postgres.Fragment {
	const { sql } = question.database;
	const { knownAt, batch } = question.basis;
	return sql`known_at <= ${knownAt} and batch <= ${batch} and ${open(question, moment)}`;
}

/** The condition under which a row's collection is open to the viewer for what happened at `moment`. */
export function open(question: Question, moment: 'observed_at' | 'known_at'): postgres.Fragment {
	const { sql } = question.database;
	const { collections, opening, openUntil } = arrays(question);
	return sql`(collection = any(${collections}::text[])
		or ${sql(moment)} <= (${openUntil}::timestamptz[])[array_position(${opening}::text[], collection)])`;
}

function arrays({ viewer }: Question) {
	return {
		collections: [...viewer.collections],
		opening: [...viewer.opening.keys()],
		openUntil: [...viewer.opening.values()]
	};
}
