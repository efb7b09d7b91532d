import type { AsOfRelation } from '#lib/db/as-of.ts';
import { visible } from './as-of.server.ts';
import type { Question } from './question.ts';

/** Those of some relations of which facts were recorded after a batch that the viewer may see. */
export async function changedSince<Relation extends AsOfRelation>(
	question: Question,
	relations: readonly Relation[],
	since: bigint
): Promise<Relation[]> {
	const { sql } = question.database;
	// one statement, so that it takes one connection of those that pages want
	const parts = relations.map(
		(relation) => sql`exists (
			select from ${sql(relation as string)} where batch > ${since} and ${visible(question)})`
	);
	const all = parts.reduce((before, part) => sql`${before}, ${part}`);
	const [found] = await sql<{ changed: boolean[] }[]>`select array[${all}] as changed`;
	return relations.filter((_, index) => found!.changed[index]);
}
