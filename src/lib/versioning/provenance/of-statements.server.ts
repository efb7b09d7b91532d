import { visible, type Question } from '#lib/archive/index.server.ts';
import { agent, type Provenance, type Relation } from './model.ts';
import { packetsNamed } from './of-packets.server.ts';
import { plansHearing } from './planner-rows.server.ts';
import { planThing } from './planner-things.ts';
import { runsNamed } from './of-runs.server.ts';
import { statementThing, type StatementRow } from './statement-thing.ts';
import { mentioned, unknown } from './things.ts';
import { isAnalysis, runThing } from './work-things.ts';

/** A statement, by its place in the ledger: who said it about what, in which run or packet; and the plans that rest on it. */
export async function ofStatement(question: Question, batch: bigint, fact: number): Promise<Provenance> {
	const { sql } = question.database;
	const [row] = await sql<
		(StatementRow & { run: string | null; packet: bigint | null; software: string | null })[]
	>`
		select batch, fact, subject, property, agent, value_text, value_number, unit, known_at, detail->>'run' as run, packet, software
		from statement
		where batch = ${batch} and fact = ${fact} and ${visible(question)}`;
	if (!row) throw unknown(`statements/${batch}/${fact}`);
	const thing = statementThing(row);
	const who = agent(row.agent);
	const subject = mentioned(row.subject);
	const [runs, packets, plans] = await Promise.all([
		runsNamed(question, isAnalysis(row.agent) && row.run !== null ? [row.run] : []),
		packetsNamed(question, [row.packet]),
		plansHearing(question, row)
	]);
	return {
		things: [
			{ ...thing, detail: { ...thing.detail, software: row.software } },
			who,
			subject,
			...runs.map(runThing),
			...packets,
			...plans.map(planThing)
		],
		relations: [
			{ type: 'wasAttributedTo', from: thing.id, to: who.id },
			{ type: 'wasInfluencedBy', from: thing.id, to: subject.id },
			...runs.map(({ run }): Relation => ({ type: 'wasGeneratedBy', from: thing.id, to: `runs/${run}` })),
			...packets.map(({ id }): Relation => ({ type: 'wasDerivedFrom', from: thing.id, to: id })),
			...plans.map(({ plan }): Relation => ({ type: 'used', from: `plans/${plan}`, to: thing.id }))
		]
	};
}
