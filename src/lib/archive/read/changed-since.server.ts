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
	const changed = await Promise.all(
		relations.map(async (relation) => {
			const [found] = await sql<{ is_changed: boolean }[]>`
				select exists (
					select from ${sql(relation as string)} where batch > ${since} and ${visible(question)}) as is_changed`;
			return found!.is_changed;
		})
	);
	return relations.filter((_, index) => changed[index]);
}
