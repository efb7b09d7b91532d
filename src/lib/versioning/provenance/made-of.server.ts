import { asOf, type Question } from '#lib/archive/index.server.ts';
import { runsReading } from '../runs/index.server.ts';
import { blocksOf, campaignsWanting, plansRestingOn } from './planner-rows.server.ts';
import { blockThing, campaignThing, planThing } from './planner-things.ts';
import { others, type Provenance, type Relation, type Thing } from './model.ts';
import { statementThing, type StatementRow } from './statement-thing.ts';
import { mostBeside } from './things.ts';
import { decisionThing, runThing, type DecisionRow } from './work-things.ts';

/**
 * What was made of a subject: said of it, decided about it, and the runs that read it, whether they said anything or not; the
 * campaigns that want it, the plans that rest on what was said of it, and the time that was asked for it.
 */
export async function madeOf(question: Question, subject: string): Promise<Provenance> {
	const { sql } = question.database;
	type Counted<Row> = Row & { readonly total: number };
	const [statements, decisions, runs, campaigns, plans, blocks] = await Promise.all([
		sql<Counted<StatementRow>[]>`
			select batch, fact, subject, property, agent, value_text, value_number, unit, known_at,
				count(*) over ()::integer as total
			from ${asOf(question, 'statement')} s
			where s.subject = ${subject} order by known_at, batch, fact limit ${mostBeside}`,
		sql<Counted<DecisionRow>[]>`
			select decision, action, known_at, count(*) over ()::integer as total
			from ${asOf(question, 'decision')} d
			where d.subject = ${subject} order by known_at, decision limit ${mostBeside}`,
		runsReading(question, subject, mostBeside),
		campaignsWanting(question, subject),
		plansRestingOn(question, ['event', 'class'], [subject, subject.replace(/^events\//, '')]),
		blocksOf(question, 'subject', subject)
	]);
	const more = (rows: readonly { readonly total: number }[], what: string): Thing[] =>
		(rows[0]?.total ?? 0) > rows.length
			? [others(`${subject}/${what}`, rows[0]!.total - rows.length, what)]
			: [];
	const made = [
		...statements.map(statementThing),
		...more(statements, 'statements'),
		...decisions.map(decisionThing),
		...more(decisions, 'decisions'),
		...campaigns.map(campaignThing),
		...blocks.map(blockThing),
		...more(blocks, 'blocks')
	];
	const read = [...runs.map(runThing), ...more(runs, 'runs'), ...plans.map(planThing)];
	return {
		things: [...made, ...read],
		relations: [
			...made.map(({ id }): Relation => ({ type: 'wasInfluencedBy', from: id, to: subject })),
			...read.map(({ id }): Relation => ({ type: 'used', from: id, to: subject }))
		]
	};
}
