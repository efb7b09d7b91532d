import { asOf, type Question } from '#lib/archive/index.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import { orUnknown } from '../inputs/unknown.ts';
import { evidenceOf, noEvidence } from '../decisions/evidence.server.ts';
import { decisionFact } from '../decisions/fact.server.ts';
import { collectionOf } from '../audience.ts';
import type { OutputRow } from './document.ts';
import { agentOf, type Speaker } from './statements.server.ts';

/**
 * The decisions of a run as facts, with what was known of their subjects at its basis (`read`). What the analysis has
 * decided for this audience in the same words before, a live run does not decide again; `present` is the audience's
 * question now.
 */
export async function decisionFacts(
	{ read, present }: { readonly read: Question; readonly present: Question },
	outputs: readonly OutputRow[],
	speaker: Speaker & { readonly kind: 'manual' | 'live' }
): Promise<NewFact<'decision'>[]> {
	const emitted = outputs.flatMap((row) => ('decision' in row ? [row.decision] : []));
	if (emitted.length === 0) return [];
	const before =
		speaker.kind === 'live' ? await alreadyDecided(present, speaker, emitted) : new Set<string>();
	const facts: NewFact<'decision'>[] = [];
	for (const decision of emitted) {
		if (before.has(wordsOf(decision))) continue;
		before.add(wordsOf(decision));
		const evidence = (await orUnknown(evidenceOf(read, decision.subject))) ?? noEvidence;
		const decided = {
			...decision,
			actor: agentOf(speaker.analysis),
			audience: speaker.audience,
			runs: [speaker.run],
			supersedes: null
		};
		facts.push(decisionFact(read, decided, evidence, speaker.finishedAt));
	}
	return facts;
}

type Emitted = Extract<OutputRow, { decision: unknown }>['decision'];

async function alreadyDecided(
	question: Question,
	{ analysis, audience }: Speaker,
	emitted: readonly Emitted[]
): Promise<Set<string>> {
	const { sql } = question.database;
	const rows = await sql<Emitted[]>`
		select subject, action, reason
		from ${asOf(question, 'decision')} d
		where d.subject = any(${emitted.map(({ subject }) => subject)}::text[])
			and d.actor = ${agentOf(analysis)} and d.collection = ${collectionOf(audience)}`;
	return new Set(rows.map(wordsOf));
}

function wordsOf({ subject, action, reason }: Emitted): string {
	return JSON.stringify([subject, action, reason]);
}
