import { policiesAt } from '#lib/access/policies.server.ts';
import { rightsUnder } from '#lib/access/rights.ts';
import { momentsAmong, type KnownIn } from '#lib/archive/stories/moments.ts';
import type { Story } from '#lib/archive/stories/story.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Moments } from './history.server.ts';
import type { Question } from './question.ts';
import { tellingsOf } from './story.server.ts';

/**
 * When what a story shows last changed before its state at the basis, and next changes by `until`. For an `audience`
 * (`public`, or a group) that is when it learned something: a telling in a collection that was open to it then, or a
 * collection that was opened. The question's viewer sees all that they may see today. Collections that open some months
 * after observation count for an audience only where it owns them.
 */
export async function readStoryMoments(
	question: Question,
	story: Story,
	audience: string | null,
	until: Instant
): Promise<Moments> {
	const { database, basis } = question;
	const { sql } = database;
	const { source } = await tellingsOf({ ...question, basis: { ...basis, knownAt: until } }, story);
	const told = await sql<KnownIn[]>`
		select distinct known_at as "knownAt", collection from (${source}) told order by known_at`;
	if (audience === null) return momentsAmong(told, [], basis.knownAt);
	const collections = [...new Set(told.map(({ collection }) => collection))];
	const turns = await sql<{ at: Instant }[]>`
		select distinct at
		from collection_policy cross join lateral (values (known_at), (public_from)) moments (at)
		where name = any(${collections}::text[]) and batch <= ${basis.batch} and at <= ${until}
		order by at`;
	const groups = new Set(audience === 'public' ? [] : [audience]);
	const sights = await Promise.all(
		turns.map(async ({ at }) => {
			const rights = rightsUnder(await policiesAt(database, at, basis.batch), groups, at);
			return { from: at, collections: new Set(rights.collections) };
		})
	);
	return momentsAmong(told, sights, basis.knownAt);
}
