import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { groundChangeWords } from '#lib/planner/plans/index.server.ts';
import { partOf } from '#lib/ui/tables/part.ts';
import { momentsOf } from '../../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const comparison = pageOf(resources.planComparison);

/** What a plan does otherwise than another, of a long table a part. */
export const load: PageServerLoad = async (event) => {
	const { changes, grounds, before, after, ...answer } = await comparison(event);
	const count = (change: string) => changes.filter((one) => one.change === change).length;
	const [added, removed, moved] = [count('added'), count('removed'), count('moved')];
	return {
		...answer,
		...(await momentsOf(event, answer.basis, 'plan', { plan: after.plan }, { plan: before.plan })),
		before: { ...before, rests_on: null },
		after: { ...after, rests_on: null },
		grounds: grounds.map(groundChangeWords),
		changes: partOf(changes, event.url.searchParams.get('changes_from')),
		counts: { added, removed, moved, same: after.blocks - added - moved }
	};
};
