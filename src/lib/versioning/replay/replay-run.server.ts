import { formatBasis, parseBasis, type Basis } from '#lib/archive/basis.ts';
import { subjectsTouched, type Question, questionFor } from '#lib/archive/index.server.ts';
import type { RunDocument } from '../runs/document.ts';
import { evaluate, type Evaluated } from '../runs/evaluate.server.ts';
import { readRunDocument, type Run } from '../runs/read.server.ts';
import type { RunArchive } from '../runs/run.server.ts';
import { checkOut, resolveCommit } from '../store/index.server.ts';
import type { Code } from '../runtime/evaluation.ts';
import { parametersOf } from '../inputs/index.server.ts';
import { compareEnvironments, compareInputs, compareOutputs } from './compare.ts';
import type { Carried, Replay } from './replay.ts';
import { wordsOf } from './words.ts';

/** What is to be another than it was: nothing, unless told. */
export interface Otherwise {
	/** Another basis. */
	readonly at?: Basis | null;
	/** Another version of the analysis: a commit, a tag or a branch. */
	readonly with?: string | null;
	/** Runs a command where no sandbox can be had. */
	readonly trusted?: boolean;
}

/**
 * Carries a run out again, at its basis and with its commit unless told otherwise, and compares. `question` is that of
 * whoever asks, now. Nothing is recorded. @throws LookbackError those of `resolveCommit` and `checkOut`.
 */
export async function replayRun(
	archive: RunArchive,
	question: Question,
	run: Run,
	{ at = null, with: version = null, trusted = false }: Otherwise = {}
): Promise<Replay> {
	const document = await readRunDocument(question, archive.store, run);
	const basis = parseBasis(document.basis);
	const then = await questionFor(archive.database, question.viewer, document.audience, basis);
	const read =
		at === null ? then : await questionFor(archive.database, question.viewer, document.audience, at);
	const commit =
		version === null
			? document.commit
			: (await resolveCommit(question, version.includes('@') ? version : `${run.analysis}@${version}`))
					.commit;
	const { code, release } = await checkOut(archive.software, run.analysis, commit);
	try {
		const parameters =
			version === null ? document.parameters : parametersOf(code.manifest, document.parameters);
		const manner = { only: await touchedBy(then, document), trusted };
		const again = () => evaluate(read, code, parameters, manner);
		const now = await again();
		const isOther = now.outputsDigest !== document.outputs_digest;
		const isSame = now.inputsDigest === document.inputs_digest && commit === document.commit;
		const repeatable = isOther && isSame ? (await again()).outputsDigest === now.outputsDigest : null;
		return compared(document, { read, code, now, repeatable, hidden: hiddenFrom(then, document) });
	} finally {
		await release();
	}
}

/** The subjects to which a live run was cut; null for others. */
export async function touchedBy(then: Question, { touched }: RunDocument): Promise<Set<string> | null> {
	return touched && subjectsTouched(then, BigInt(touched.after));
}

function hiddenFrom({ viewer }: Question, { collections, opening }: RunDocument): string[] {
	const whole = collections.filter((name) => !viewer.collections.includes(name));
	const partly = Object.keys(opening).filter(
		(name) => !viewer.collections.includes(name) && !viewer.opening.has(name)
	);
	return [...whole, ...partly];
}

function compared(
	document: RunDocument,
	{
		read,
		code,
		now,
		repeatable,
		hidden
	}: {
		readonly read: Question;
		readonly code: Code;
		readonly now: Evaluated;
		readonly repeatable: boolean | null;
		readonly hidden: readonly string[];
	}
): Replay {
	const carried: Carried = {
		basis: formatBasis(read.basis),
		commit: code.commit,
		inputs: now.inputs.length,
		inputs_digest: now.inputsDigest,
		outputs: now.outputs.length,
		outputs_digest: now.outputsDigest,
		reason: now.reason
	};
	const { run, analysis, commit, basis, inputs_digest, outputs_digest, reason } = document;
	const replay = {
		run,
		analysis,
		then: {
			basis,
			commit,
			inputs: document.inputs.length,
			inputs_digest,
			outputs: document.outputs.length,
			outputs_digest,
			reason
		},
		now: carried,
		identical:
			carried.commit === commit &&
			carried.inputs_digest === inputs_digest &&
			carried.outputs_digest === outputs_digest &&
			carried.reason === reason,
		hidden,
		inputs: compareInputs(document.inputs, now.inputs),
		environment: compareEnvironments(document.environment, now.environment),
		outputs: compareOutputs(document.outputs, now.outputs),
		repeatable
	};
	return { ...replay, words: wordsOf(replay) };
}
