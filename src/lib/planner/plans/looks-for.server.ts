import { asOf, type Question } from '#lib/archive/index.server.ts';
import { looksOf } from '../pointings/looks.ts';
import type { Pointing } from '../pointings/read.server.ts';

/** What was executed for some campaigns as known at the basis, each look once, by campaign. */
export async function looksFor(
	question: Question,
	campaigns: readonly string[]
): Promise<Map<string, Pointing[]>> {
	const pointings = await question.database.sql<Pointing[]>`
		select p.* from ${asOf(question, 'pointing')} p
		where p.is_executed and p.campaign = any(${[...campaigns]}::text[])
		order by p.from_at, p.facility, p.pointing`;
	return Map.groupBy(looksOf(pointings), ({ campaign }) => campaign!);
}
