import type { Instant } from '#lib/sky/time.ts';
import { open, visible } from './as-of.server.ts';
import { placeOf } from './objects.server.ts';
import type { Question } from './question.ts';

/** Facts of one kind that became known at one moment: first told, or told differently than before. */
export interface ToldFacts {
	readonly what: 'alert' | 'detection' | 'limit' | 'forced' | 'statement' | 'withdrawn' | 'restored';
	readonly count: number;
	/** How many of them had been told differently before. */
	readonly revised: number;
	/** Of a statement; of a verdict, `value` is its reason. */
	readonly agent: string | null;
	readonly property: string | null;
	readonly qualifier: string | null;
	readonly value: string | null;
	/** Of a number that is stated. */
	readonly unit: string | null;
}

export interface ToldMoment {
	readonly knownAt: Instant;
	readonly facts: readonly ToldFacts[];
}

/**
 * What became known of an object at which moment, newest first, and at how many moments in all. What only repeats an
 * earlier telling is no news.
 */
export async function readTold(
	question: Question,
	survey: string,
	objectId: string,
	most: number
): Promise<{ readonly moments: readonly ToldMoment[]; readonly total: number }> {
	const { sql } = question.database;
	// places and epochs stand in the query as values: partitions are left out before it is planned
	const [place, located] = await Promise.all([
		placeOf(question, survey, objectId),
		sql<{ hpx: bigint; alert_id: bigint; observed_at: Instant }[]>`
			select hpx, alert_id, observed_at
			from locator
			where object_id = ${objectId} and survey = ${survey} and ${open(question, 'observed_at')}`
	]);
	const cells = [...new Set(located.map(({ hpx }) => hpx))].sort((a, b) => (a < b ? -1 : 1));
	const times = located.map((one) => one.observed_at).sort((a, b) => a - b);
	const [first = question.basis.knownAt, last = question.basis.knownAt] = [times[0], times.at(-1)];
	const rows = await sql<(ToldFacts & { known_at: Instant; total: number })[]>`
		with measured as (
			select measurement as id, version, kind::text as kind, known_at, batch, fact from photometry
			where hpx = ${place ?? -1n} and survey = ${survey} and object_id = ${objectId}
				and ${visible(question, 'observed_at')}
		), alerted as (
			select alert_id as id, version, 'alert' as kind, known_at, batch, fact from alert
			where hpx = any(${cells.map(String)}::bigint[]) and hpx >= ${cells[0] ?? -1n} and hpx <= ${cells.at(-1) ?? -1n}
				and observed_at >= ${first} and observed_at <= ${last}
				and alert_id = any(${located.map(({ alert_id }) => String(alert_id))}::bigint[])
				and survey = ${survey} and ${visible(question, 'observed_at')}
		), numbered as (
			select kind as what, known_at,
				row_number() over (partition by source, id, version order by known_at, batch, fact) as telling,
				min(known_at) over (partition by source, id) < known_at as revised,
				null as agent, null as property, null as qualifier, null as value, null as unit
			from (select 'p' as source, * from measured union all select 'a', * from alerted) n
		), said as (
			select 'statement' as what, known_at,
				row_number() over (partition by property, agent, qualifier, version order by known_at, batch, fact) as telling,
				min(known_at) over (partition by property, agent, qualifier) < known_at as revised,
				agent, property, qualifier, left(coalesce(value_text, value_number::real::text, ''), 200) as value,
				case when value_number is not null then unit end as unit
			from statement
			where subject = ${`objects/${survey}/${objectId}`} and ${visible(question)}
		), judged as (
			select case when withdrawn then 'withdrawn' else 'restored' end as what, known_at,
				-- a measurement and the alert it triggered may share a number, and are withdrawn together
				row_number() over (partition by target, known_at, withdrawn order by batch, fact) as telling, false as revised, null as agent, null as property, null as qualifier, left(reason, 200) as value, null as unit
			from withdrawal
			where survey = ${survey} and target = any(array(select id from measured union select id from alerted))
				and ${visible(question)}
		), grouped as (
			select known_at, what, count(*)::integer as count, count(*) filter (where revised)::integer as revised,
				agent, property, qualifier, value, unit
			from (select * from numbered union all select * from said union all select * from judged) told
			where telling = 1
			group by known_at, what, agent, property, qualifier, value, unit
		), ranked as (
			select *, dense_rank() over (order by known_at desc) as rank from grouped
		)
		select known_at, what, count, revised, agent, property, qualifier, value, unit,
			(select count(distinct known_at)::integer from grouped) as total
		from ranked
		where rank <= ${most}
		order by known_at desc, what, agent, property, qualifier, value, unit`;
	const byMoment = Map.groupBy(rows, ({ known_at }) => known_at);
	return {
		moments: [...byMoment].map(([knownAt, told]) => ({
			knownAt,
			facts: told.map(({ known_at: _, total: __, ...facts }) => facts)
		})),
		total: rows[0]?.total ?? 0
	};
}
