import type postgres from 'postgres';
import type { Question } from './question.ts';

type AsOfRelation = 'alert' | 'photometry' | 'statement' | 'notice' | 'localization' | 'collection_policy';

/** `relation` as of the question's basis, for its viewer: the only way in which pages, APIs and analyses read facts. */
export function asOf(
	{ database: { sql }, basis, viewer }: Question,
	relation: AsOfRelation
): postgres.Fragment {
	return sql`${sql(`${relation}_as_of`)}(
		${basis.knownAt}::timestamptz, ${basis.batch}::bigint, ${viewer.collections as string[]}::text[])`;
}

/** The condition under which a row of any relation of facts is visible to the question, for relations without versions. */
export function visible({ database: { sql }, basis, viewer }: Question): postgres.Fragment {
	return sql`known_at <= ${basis.knownAt} and batch <= ${basis.batch}
		and collection = any(${viewer.collections as string[]}::text[])`;
}
