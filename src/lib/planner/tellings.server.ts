import { visible, type readMoments } from '#lib/archive/index.server.ts';

/**
 * Everything visible that was told about a facility, a campaign, a plan or a block, by its name, or about all of them, for
 * the moments at which what is known of it changes.
 */
export function tellingsOfPlanner(
	relation: 'facility' | 'campaign' | 'plan' | 'block',
	name: string | null
): Parameters<typeof readMoments>[1] {
	return (question) => {
		const { sql } = question.database;
		const source = sql`
			select t.known_at, t.collection from ${sql(relation)} t
			where (${name}::text is null or t.${sql(relation)} = ${name}) and ${visible(question)}`;
		return Promise.resolve({ source });
	};
}
