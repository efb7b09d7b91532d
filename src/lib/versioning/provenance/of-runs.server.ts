import { asOf, visible, type Question, type RawStore } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { readRun, readRunDocument, type Run } from '../runs/index.server.ts';
import { agent, others, type Provenance, type Relation } from './model.ts';
import { statementThing, type StatementRow } from './statement-thing.ts';
import { mentioned, mostBeside } from './things.ts';
import { decidingThing, decisionThing, isAnalysis, runThing, softwareMention } from './work-things.ts';

/** A run: what it read and by which version; what it said, and what was decided on it. */
export async function ofRun(question: Question, store: RawStore, id: string): Promise<Provenance> {
	const { sql } = question.database;
	const run = await readRun(question, id);
	const thing = runThing(run);
	const document = await readRunDocument(question, store, run);
	const inputs = document.inputs
		.map(({ key }) => key)
		.filter((key) => /^(objects|events|alerts)\/[^?#]+$/.test(key));
	const read = [...new Set(inputs)];
	const used = read.slice(0, mostBeside).map(mentioned);
	const left = read.length > mostBeside ? [others(thing.id, read.length - mostBeside, 'inputs')] : [];
	const [statements, decisions] = await Promise.all([
		sql<StatementRow[]>`
			select batch, fact, subject, property, agent, value_text, value_number, unit, known_at
			from statement
			where batch = ${run.batch} and detail->>'run' = ${run.run} and ${visible(question)}
			order by fact limit ${mostBeside}`,
		sql<{ decision: string; action: string; actor: string; known_at: Instant }[]>`
			select decision, action, actor, known_at
			from ${asOf(question, 'decision')} d
			where ${run.run}::text = any(d.runs)
			order by known_at, decision limit ${mostBeside}`
	]);
	const said = statements.map(statementThing);
	const own = decisions.filter(({ actor }) => isAnalysis(actor)).map(decisionThing);
	const deciding = decisions.filter(({ actor }) => !isAnalysis(actor)).map(decidingThing);
	const software = softwareMention(run.analysis, run.commit);
	const who = agent(run.actor);
	return {
		things: [thing, software, who, ...used, ...left, ...said, ...own, ...deciding],
		relations: [
			{ type: 'wasAssociatedWith', from: thing.id, to: who.id, plan: software.id },
			...[software, ...used, ...left].map(({ id: to }): Relation => ({ type: 'used', from: thing.id, to })),
			...[...said, ...own].map(({ id: from }): Relation => ({ type: 'wasGeneratedBy', from, to: thing.id })),
			...deciding.map(({ id: from }): Relation => ({ type: 'wasInformedBy', from, to: thing.id }))
		]
	};
}

export function runsNamed(question: Question, names: readonly string[]): Promise<Run[]> {
	const { sql } = question.database;
	return sql<Run[]>`
		select * from ${asOf(question, 'run')} r
		where r.run = any(${[...names]}::text[]) order by run`;
}
