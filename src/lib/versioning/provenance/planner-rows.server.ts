import { asOf, type Question } from '#lib/archive/index.server.ts';
import {
	blockRow,
	planRow,
	pointingRow,
	type BlockRow,
	type CampaignRow,
	type PlanRow,
	type PointingRow
} from './planner-things.ts';
import { mostBeside } from './things.ts';

/** What a plan may rest on, as its grounds name it. */
export type GroundKind = 'campaign' | 'facility' | 'map' | 'event' | 'class' | 'pointings';

/** Plans that rest on something, the newest first. */
export function plansRestingOn(
	question: Question,
	what: readonly GroundKind[],
	names: readonly string[]
): Promise<PlanRow[]> {
	const { sql } = question.database;
	return sql<PlanRow[]>`
		select ${sql(planRow)} from ${asOf(question, 'plan')} p
		where exists (
			select from json_array_elements(p.rests_on) g
			where g->>'what' = any(${[...what]}::text[]) and g->>'name' = any(${[...names]}::text[]))
		order by p.known_at desc, p.plan desc
		limit ${mostBeside}`;
}

/** Blocks of one kind, by their beginning, with how many there are. */
export function blocksOf(
	question: Question,
	column: 'plan' | 'subject' | 'campaign',
	value: string
): Promise<(BlockRow & { readonly total: number })[]> {
	const { sql } = question.database;
	return sql<(BlockRow & { readonly total: number })[]>`
		select ${sql(blockRow)}, count(*) over ()::integer as total
		from ${asOf(question, 'block')} b
		where b.${sql(column)} = ${value}
		order by b.from_at, b.block
		limit ${mostBeside}`;
}

/** Campaigns whose goals name an object or an event, the first first. */
export function campaignsWanting(question: Question, subject: string): Promise<CampaignRow[]> {
	const { sql } = question.database;
	const event = subject.replace(/^events\//, '');
	return sql<CampaignRow[]>`
		select campaign, revision, title, state, known_at
		from ${asOf(question, 'campaign')} c
		where exists (select from json_array_elements(c.goals->'targets') t where t->>'subject' = ${subject})
			or (${event !== subject}
				and exists (select from json_array_elements(c.goals->'coverage') t where t->>'event' = ${event}))
		order by c.known_at, c.campaign
		limit ${mostBeside}`;
}

/** Plans that were made on the map of a notice, the newest first. */
export function plansOnMap(question: Question, notice: string): Promise<PlanRow[]> {
	const { sql } = question.database;
	return sql<PlanRow[]>`
		select ${sql(planRow)} from ${asOf(question, 'plan')} p
		where exists (
			select from json_array_elements(p.rests_on) g
			where g->>'what' = 'map' and starts_with(g->>'version', ${`${notice} `}))
		order by p.known_at desc, p.plan desc
		limit ${mostBeside}`;
}

/** Plans at whose basis a statement was in force, and that rest on what was said of its subject. */
export async function plansHearing(
	question: Question,
	statement: { readonly batch: bigint; readonly fact: number; readonly subject: string }
): Promise<PlanRow[]> {
	const { sql } = question.database;
	const { batch, fact, subject } = statement;
	const plans = await plansRestingOn(question, ['class'], [subject]);
	const heard = await Promise.all(
		plans.map(async ({ basis_known_at: knownAt, basis_batch }) => {
			const then = { ...question, basis: { knownAt, batch: basis_batch, pinned: true, isNow: false } };
			const rows = await sql`
				select from ${asOf(then, 'statement')} s
				where s.subject = ${subject} and s.batch = ${batch} and s.fact = ${fact}`;
			return rows.length > 0;
		})
	);
	return plans.filter((_, i) => heard[i]);
}

/** Pointings of an event, by their beginning. */
export function pointingsOf(question: Question, event: string): Promise<PointingRow[]> {
	const { sql } = question.database;
	return sql<PointingRow[]>`
		select ${sql(pointingRow)} from ${asOf(question, 'pointing')} p
		where p.event = ${event}
		order by p.from_at, p.facility, p.pointing
		limit ${mostBeside}`;
}
