import type { Viewer } from '#lib/access/viewer.ts';
import { formatBasis, type Basis } from '#lib/archive/basis.ts';
import {
	newestBatch,
	recordFacts,
	type Question,
	type RawStore,
	type Row,
	questionFor
} from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { hash63 } from '#lib/db/hash63.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { collectionOf } from '../audience.ts';
import { newId } from '../decisions/fact.server.ts';
import { parametersOf } from '../inputs/index.server.ts';
import { checkOut, type SoftwareStore } from '../store/index.server.ts';
import { decisionFacts } from './decisions.server.ts';
import { encodeDocument, runFormat, type RunDocument } from './document.ts';
import { evaluate } from './evaluate.server.ts';
import { statementFacts } from './statements.server.ts';

/** What runs read and write. */
export interface RunArchive {
	readonly database: Database;
	readonly store: RawStore;
	readonly software: SoftwareStore;
}

export interface RunRequest {
	readonly name: string;
	/** 40 hexadecimal digits, as `resolveCommit` gives them. */
	readonly commit: string;
	readonly audience: string;
	readonly basis: Basis;
	/** Those that are given; the manifest has defaults for others. */
	readonly parameters: Readonly<Record<string, unknown>>;
	/** Whoever starts it, who must see what the run reads; see `assertMaySpeakFor`. */
	readonly viewer: Viewer;
	readonly actor: string;
	readonly kind: 'manual' | 'live';
	readonly trusted: boolean;
	/** Of a live run: the subjects on which it runs, and the batch above which they were touched. */
	readonly touched?: { readonly after: bigint; readonly subjects: ReadonlySet<string> };
	readonly now: () => Instant;
	/** Ends it before its end: then it throws, and nothing is recorded. */
	readonly signal?: AbortSignal | undefined;
}

/** What a run came to. */
export interface RunOutcome {
	readonly document: RunDocument;
	/** What it said: facts recorded with it. */
	readonly statements: number;
	readonly decisions: number;
}

/**
 * Carries an analysis out for an audience as of a basis and records it, one batch: the run's document, the run, and
 * what it says, known from its end. A failed run is recorded with its reason and says nothing.
 * @throws LookbackError `versioning/bad-parameter`, and those of the store.
 */
export async function runAnalysis(archive: RunArchive, request: RunRequest): Promise<RunOutcome> {
	const { name, commit, audience, viewer, trusted, touched, now, signal } = request;
	const startedAt = now();
	const question = await questionFor(archive.database, viewer, audience, request.basis);
	const { code, release } = await checkOut(archive.software, name, commit);
	try {
		const parameters = parametersOf(code.manifest, request.parameters);
		const only = touched?.subjects ?? null;
		const evaluated = await evaluate(question, code, parameters, { only, trusted, signal });
		const finishedAt = now();
		const document: RunDocument = {
			lookback_run: 1,
			run: newId('r'),
			analysis: name,
			commit,
			kind: request.kind,
			audience,
			basis: formatBasis(request.basis),
			parameters,
			...rightsOf(question),
			touched: touched ? { after: String(touched.after) } : null,
			trusted,
			environment: evaluated.environment,
			inputs: evaluated.inputs,
			inputs_digest: evaluated.inputsDigest,
			outputs: evaluated.outputs,
			outputs_digest: evaluated.outputsDigest,
			logs: evaluated.logs,
			status: evaluated.reason === null ? 'finished' : 'failed',
			reason: evaluated.reason,
			actor: request.actor,
			started_at: formatInstant(startedAt),
			finished_at: formatInstant(finishedAt)
		};
		return await recordRun(
			archive,
			question,
			{ document, subjects: evaluated.subjects },
			{ startedAt, finishedAt },
			viewer
		);
	} finally {
		await release();
	}
}

async function recordRun(
	archive: RunArchive,
	read: Question,
	{ document, subjects }: { readonly document: RunDocument; readonly subjects: readonly string[] },
	{ startedAt, finishedAt }: { readonly startedAt: Instant; readonly finishedAt: Instant },
	viewer: Viewer
): Promise<RunOutcome> {
	const { database } = archive;
	const { run, analysis, commit, kind, audience, outputs } = document;
	const { batch } = await newestBatch(database);
	const present = await questionFor(database, viewer, audience, { knownAt: finishedAt, batch });
	const speaker = { run, analysis, commit, audience, kind, finishedAt };
	const statements = await statementFacts(present, outputs, speaker);
	const decisions = await decisionFacts({ read, present }, outputs, speaker);
	const collection = collectionOf(audience);
	const telling = {
		collection,
		known_at: finishedAt,
		known_from: 'received' as const,
		version: hash63(run)
	};
	const row = {
		run,
		analysis,
		commit,
		kind,
		audience,
		basis_known_at: read.basis.knownAt,
		basis_batch: read.basis.batch,
		parameters: document.parameters,
		environment: document.environment,
		inputs: document.inputs.length,
		inputs_digest: document.inputs_digest,
		outputs: outputs.length,
		outputs_digest: document.outputs_digest,
		status: document.status,
		reason: document.reason,
		started_at: startedAt,
		finished_at: finishedAt,
		actor: document.actor,
		...telling
	};
	await recordFacts(
		archive,
		{ actor: document.actor, kind: 'run', note: `${analysis}@${commit.slice(0, 12)}` },
		{ name: `${run}.json`, format: runFormat, bytes: encodeDocument(document), collection },
		(packet): Row[] => [
			{ relation: 'run', row: { ...row, packet } },
			...subjects.map((subject) => ({
				relation: 'run_subject' as const,
				row: { run, subject, ...telling, packet }
			})),
			...statements.map((said) => ({ relation: 'statement' as const, row: { ...said, packet } })),
			...decisions.map((decided) => ({ relation: 'decision' as const, row: { ...decided, packet } }))
		],
		finishedAt
	);
	return { document, statements: statements.length, decisions: decisions.length };
}

function rightsOf({ viewer }: Question): Pick<RunDocument, 'collections' | 'opening'> {
	const opening = [...viewer.opening].map(([name, until]) => [name, formatInstant(until)]);
	return { collections: viewer.collections, opening: Object.fromEntries(opening) };
}
