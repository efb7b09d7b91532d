import { formatBasis } from '#lib/archive/basis.ts';
import { type Question, questionFor } from '#lib/archive/index.server.ts';
import { evidenceOf, noEvidence, type Decision } from '../decisions/index.server.ts';
import { orUnknown } from '../inputs/unknown.ts';
import { readRun } from '../runs/read.server.ts';
import type { RunArchive } from '../runs/run.server.ts';
import { compareFacts } from './compare.ts';
import { replayRun, type Otherwise } from './replay-run.server.ts';
import type { DecisionReplay, Replay } from './replay.ts';
import { decisionWords } from './words.ts';

/**
 * Reads again what was known of a decision's subject at its basis (or at another), and replays the runs that support it.
 * `question` is that of whoever asks, now.
 */
export async function replayDecision(
	archive: RunArchive,
	question: Question,
	{ decision, subject, audience, evidence: then, runs: names, ...decided }: Decision,
	otherwise: Otherwise = {}
): Promise<DecisionReplay> {
	const basis = otherwise.at ?? { knownAt: decided.basis_known_at, batch: decided.basis_batch };
	const read = await questionFor(archive.database, question.viewer, audience, basis);
	const now = (await orUnknown(evidenceOf(read, subject))) ?? noEvidence;
	const evidence = compareFacts(then.facts, now.facts);
	const runs: Replay[] = [];
	for (const name of names)
		runs.push(await replayRun(archive, question, await readRun(question, name), otherwise));
	const identical = now.digest === then.digest && runs.every((run) => run.identical);
	const replay = { decision, subject, basis: formatBasis(basis), identical, evidence, runs };
	return { ...replay, words: decisionWords(replay) };
}
