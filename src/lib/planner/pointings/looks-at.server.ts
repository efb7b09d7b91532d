import { asOf, type Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { looksOf } from './looks.ts';
import type { Pointing } from './read.server.ts';

/**
 * Where was looked for an event, all its names, by the beginning: pointings known at the basis, in one of some bands (null: any), that were
 * executed for the event, or for none within a month after it. A look that is told twice is one.
 */
export async function looksAt(
	question: Question,
	events: readonly string[],
	since: Instant | null,
	bands: readonly (string | null)[]
): Promise<Pointing[]> {
	const { sql } = question.database;
	const anyBand = bands.includes(null);
	const pointings = await sql<Pointing[]>`
		select p.* from ${asOf(question, 'pointing')} p
		where p.is_executed and (p.event = any(${[...events]}::text[]) or (p.event is null and ${since !== null}
				and p.from_at >= ${since}::timestamptz and p.from_at < ${since}::timestamptz + interval '30 days'))
			and (${anyBand} or p.band = any(${bands.filter((one) => one !== null)}::text[]))
		order by p.from_at, p.facility, p.pointing`;
	return looksOf(pointings);
}
