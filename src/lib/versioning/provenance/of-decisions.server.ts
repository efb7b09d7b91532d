import { formatBasis } from '#lib/archive/basis.ts';
import { asOf, type Question } from '#lib/archive/index.server.ts';
import { readDecision } from '../decisions/index.server.ts';
import { agent, type Provenance, type Relation, type Thing } from './model.ts';
import { runsNamed } from './of-runs.server.ts';
import { mentioned } from './things.ts';
import { decidingThing, decisionThing, isAnalysis, runThing, type DecisionRow } from './work-things.ts';

/** A decision: who made it, on what was known of its subject and on which runs; and which other one it replaces. */
export async function ofDecision(question: Question, id: string): Promise<Provenance> {
	const decision = await readDecision(question, id);
	const thing = decisionThing(decision);
	const subject = mentioned(decision.subject);
	const who = agent(decision.actor);
	const runs = (await runsNamed(question, decision.runs)).map(runThing);
	const before = await decisionsNamed(question, [decision.supersedes, decision.superseded_by]);
	const revisions = before.map((other): Relation => {
		const isLater = other.id === `decisions/${decision.superseded_by}`;
		const [from, to] = isLater ? [other.id, thing.id] : [thing.id, other.id];
		return { type: 'wasDerivedFrom', from, to, isRevision: true };
	});
	const attributed: Relation = { type: 'wasAttributedTo', from: thing.id, to: who.id };
	if (isAnalysis(decision.actor))
		return {
			things: [thing, who, subject, ...runs, ...before],
			relations: [
				attributed,
				{ type: 'wasInfluencedBy', from: thing.id, to: subject.id },
				...runs.map(({ id: to }): Relation => ({ type: 'wasGeneratedBy', from: thing.id, to })),
				...revisions
			]
		};
	const deciding = {
		...decidingThing(decision),
		detail: { basis: formatBasis({ knownAt: decision.basis_known_at, batch: decision.basis_batch }) }
	};
	return {
		things: [thing, deciding, who, subject, ...runs, ...before],
		relations: [
			{ type: 'wasGeneratedBy', from: thing.id, to: deciding.id },
			attributed,
			{ type: 'wasAssociatedWith', from: deciding.id, to: who.id },
			{ type: 'used', from: deciding.id, to: subject.id },
			...runs.map(({ id: to }): Relation => ({ type: 'wasInformedBy', from: deciding.id, to })),
			...revisions
		]
	};
}

async function decisionsNamed(question: Question, names: readonly (string | null)[]): Promise<Thing[]> {
	const { sql } = question.database;
	const rows = await sql<DecisionRow[]>`
		select decision, action, known_at from ${asOf(question, 'decision')} d
		where d.decision = any(${names.filter((one) => one !== null)}::text[]) order by decision`;
	return rows.map(decisionThing);
}
