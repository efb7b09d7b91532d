import { everyone } from '#lib/access/audience.ts';
import { assertMaySpeakFor } from '#lib/access/speak.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { Basis } from '#lib/archive/basis.ts';
import { newestBatch, recordFacts, type Question, questionFor } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { collectionOf } from '../audience.ts';
import { hasRead, readRun, type Run } from '../runs/read.server.ts';
import type { RunArchive } from '../runs/run.server.ts';
import { evidenceOf } from './evidence.server.ts';
import { decisionFact } from './fact.server.ts';
import { readDecision } from './read.server.ts';

export interface DecisionRequest {
	readonly subject: string;
	/** `trigger a spectrum`, `classify`, `ignore`: in anybody's words. */
	readonly action: string;
	readonly reason: string;
	readonly audience: string;
	/** What was known when it was decided. */
	readonly basis: Basis;
	/** Runs that support it, by name. */
	readonly runs: readonly string[];
	/** The decision that it takes the place of. */
	readonly supersedes: string | null;
	readonly viewer: Viewer;
	readonly actor: string;
	readonly now: Instant;
}

/**
 * Records what a person decides. Its evidence is what the audience could see of the subject at the basis. The answer is
 * its name. @throws LookbackError `access/...`, `versioning/bad-decision`, `versioning/bad-subject`,
 * `versioning/unknown-run`, `versioning/unknown-decision`, and the archive's for a subject that is not known at the basis.
 */
export async function decide(archive: RunArchive, request: DecisionRequest): Promise<string> {
	const { database } = archive;
	const { audience, basis, viewer, actor, now, ...words } = request;
	await assertMaySpeakFor(database, viewer, 'contributor', audience, now);
	const decided = {
		...words,
		action: inWords('action', words.action, 200),
		reason: inWords('reason', words.reason, 4000)
	};
	const { batch } = await newestBatch(database);
	const present: Question = { database, basis: { knownAt: now, batch, pinned: false, isNow: true }, viewer };
	for (const name of decided.runs) {
		const run = await readRun(present, name);
		assertSeenBy(audience, 'run', name, run);
		assertSupports(run, basis);
		if (!(await hasRead(present, archive.store, run, decided.subject)))
			throw saysNothing(run, decided.subject);
	}
	if (decided.supersedes !== null) {
		const earlier = await readDecision(present, decided.supersedes);
		assertSeenBy(audience, 'decision', decided.supersedes, earlier);
		if (earlier.subject !== decided.subject)
			throw refused(
				`A decision supersedes one about its own subject; ${earlier.decision} is about ${earlier.subject}, and this about ${decided.subject}.`
			);
	}
	const read = await questionFor(database, viewer, audience, basis);
	const row = decisionFact(
		read,
		{ ...decided, audience, actor },
		await evidenceOf(read, decided.subject),
		now
	);
	const entry = { actor, kind: 'decision', note: `${decided.action}: ${decided.subject}`.slice(0, 200) };
	await recordFacts(archive, entry, null, () => [{ relation: 'decision', row }], now);
	return row.decision;
}

function inWords(name: string, text: string, most: number): string {
	const trimmed = text.trim();
	if (trimmed !== '' && trimmed.length <= most && trimmed.isWellFormed() && !trimmed.includes('\0'))
		return trimmed;
	const got = trimmed === '' ? 'none' : `${trimmed.length} characters`;
	throw refused(`The ${name} of a decision wants words, ${most} characters at most; got ${got}.`);
}

/** What stands beside a decision must be there for whoever sees it. */
function assertSeenBy(
	audience: string,
	what: string,
	name: string,
	{ collection }: { readonly collection: string }
): void {
	if (collection === collectionOf(audience) || collection === collectionOf(everyone)) return;
	throw refused(`The ${what} ${name} belongs to ${collection}, which the audience ${audience} may not see.`);
}

/** A run that failed says nothing, and one of a later moment what was not known yet. */
function assertSupports({ run, status, basis_known_at: knownAt }: Run, basis: Basis): void {
	if (status === 'failed') throw refused(`The run ${run} failed, and supports no decision.`);
	if (knownAt > basis.knownAt)
		throw refused(
			`The run ${run} is at ${formatInstant(knownAt)}, later than what the decision rests on, ${formatInstant(basis.knownAt)}.`
		);
}

/** Of what a run was given it may have said nothing, which is an answer too; of anything else it knows nothing. */
function saysNothing({ run, analysis }: Run, subject: string): LookbackError {
	return refused(
		`The run ${run} of ${analysis} was given nothing of ${subject}, and says nothing about it; a decision rests on runs that read its subject.`
	);
}

function refused(message: string): LookbackError {
	return new LookbackError('incorrect', 'versioning/bad-decision', message);
}
