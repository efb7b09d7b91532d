import { visible } from './as-of.server.ts';
import type { Question } from './question.ts';
import type { Tellings } from './tellings.ts';

/** Relations of facts that are known from the moment on at which they are told, without an epoch. */
export type NamedRelation =
	| 'notice'
	| 'localization'
	| 'statement'
	| 'run'
	| 'decision'
	| 'backtest'
	| 'facility'
	| 'campaign'
	| 'plan'
	| 'block'
	| 'pointing';

/**
 * Everything visible that was told of a relation, for the moments at which what is known of it changes. `wanted` are values
 * by column, null for any; of several, what has the values of one of them is told.
 */
export function tellingsOf(
	relation: NamedRelation,
	...wanted: readonly Readonly<Record<string, string | null>>[]
): (question: Question) => Promise<Tellings> {
	return (question) => {
		const { sql } = question.database;
		const all = (values: (typeof wanted)[number]) =>
			Object.entries(values).reduce(
				(told, [column, value]) => (value === null ? told : sql`${told} and t.${sql(column)} = ${value}`),
				sql`true`
			);
		const any = wanted.reduce((told, values) => sql`${told} or (${all(values)})`, sql`false`);
		const source = sql`
			select t.known_at, t.collection from ${sql(relation)} t
			where (${any}) and ${visible(question)}`;
		return Promise.resolve({ source });
	};
}
