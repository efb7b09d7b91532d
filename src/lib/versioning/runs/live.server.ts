import { localViewer } from '#lib/access/viewer.server.ts';
import { asOf, newestBatch, subjectsTouched, type Question, questionFor } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { kindsRead, type SubjectKind } from '../inputs/kinds-read.ts';
import type { Manifest } from '../manifest.ts';
import { readDeployments, readSoftware, type Deployment } from '../store/index.server.ts';
import { runAnalysis, type RunArchive, type RunOutcome } from './run.server.ts';

/** Who starts live runs, for the ledger. */
const actor = 'lookback/live';

/**
 * Runs what is deployed on the subjects that sealed batches touch: one run for all batches since the last. Each
 * deployment has one run at a time, so that a slow one delays only itself; ingest waits for none of them. What was done
 * is in the ledger alone, so that a restart goes on where the last run ended.
 */
export class LiveRuns {
	readonly #archive: RunArchive;
	readonly #now: () => Instant;
	readonly #report: (deployment: Deployment, error: unknown) => void;
	readonly #under = new Map<string, Promise<RunOutcome | null>>();
	/** Up to which batch nothing was touched since the last run, by deployment: need not be looked at again. */
	readonly #idleUntil = new Map<string, bigint>();

	/** `archive` has connections of its own; `report` is told what kept a run from being carried out and recorded. */
	constructor(
		archive: RunArchive,
		now: () => Instant,
		report: (deployment: Deployment, error: unknown) => void
	) {
		this.#archive = archive;
		this.#now = now;
		this.#report = report;
	}

	/**
	 * Looks once at what is new, and starts a run for each deployment that has none under way. The answer comes when
	 * the runs it started have ended, with those that had something to run on.
	 */
	async pass(signal?: AbortSignal): Promise<RunOutcome[]> {
		const { database } = this.#archive;
		const now = this.#now();
		const [viewer, { batch }] = await Promise.all([localViewer(database), newestBatch(database)]);
		const question: Question = {
			database,
			basis: { knownAt: now, batch, pinned: false, isNow: true },
			viewer
		};
		const deployments = await readDeployments(question);
		const started = deployments.flatMap((deployment) => {
			const key = keyOf(deployment);
			if (this.#under.has(key)) return [];
			const running = this.#runOn(question, deployment, signal)
				.catch((error: unknown) => {
					if (!signal?.aborted) this.#report(deployment, error);
					return null;
				})
				.finally(() => this.#under.delete(key));
			this.#under.set(key, running);
			return [running];
		});
		return (await Promise.all(started)).filter((outcome) => outcome !== null);
	}

	/** Looks every `everyMs` until `signal` says so; what is under way then is ended, and begins anew after a restart. */
	async watch(everyMs: number, signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			// not waited for: a slow run must not keep the next look from starting others
			this.pass(signal).catch((error: unknown) => {
				if (!signal.aborted) this.#report(everyDeployment, error);
			});
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, everyMs);
				signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
			});
		}
		await Promise.all(this.#under.values());
	}

	async #runOn(
		present: Question,
		deployment: Deployment,
		signal: AbortSignal | undefined
	): Promise<RunOutcome | null> {
		const { name, commit, audience, parameters } = deployment;
		const { database, basis, viewer } = present;
		const done = await ranUntil(present, deployment);
		const idle = this.#idleUntil.get(keyOf(deployment)) ?? 0n;
		const after = idle > done ? idle : done;
		if (after >= basis.batch) return null;
		const seen = await questionFor(database, viewer, audience, basis);
		const kinds = await kindsOf(present, deployment);
		const touched = [...(await subjectsTouched(seen, after))];
		const subjects = new Set(touched.filter((one) => kinds.has(one.split('/')[0] as SubjectKind)));
		if (subjects.size === 0) {
			this.#idleUntil.set(keyOf(deployment), basis.batch);
			return null;
		}
		return runAnalysis(this.#archive, {
			name,
			commit,
			audience,
			basis,
			parameters,
			viewer,
			actor,
			kind: 'live',
			trusted: false,
			touched: { after, subjects },
			now: this.#now,
			signal
		});
	}
}

const everyDeployment = { name: 'all analyses', audience: '' } as Deployment;

function keyOf({ name, audience }: Pick<Deployment, 'name' | 'audience'>): string {
	return `${audience}/${name}`;
}

/** Kinds of subjects that a deployment follows. */
export async function kindsOf(
	question: Question,
	{ name, commit }: Pick<Deployment, 'name' | 'commit'>
): Promise<ReadonlySet<SubjectKind>> {
	const { manifest } = await readSoftware(question, { name, commit });
	return kindsRead(manifest as Manifest);
}

/** The batch up to which a deployment has run: that of its last live run's basis, or that which deployed it. */
export async function ranUntil(
	question: Question,
	{ name, audience, ref }: Pick<Deployment, 'name' | 'audience' | 'ref'>
): Promise<bigint> {
	const { sql } = question.database;
	const [row] = await sql<[{ batch: bigint }]>`
		select greatest(
			(select batch from ${asOf(question, 'software_ref')} d where d.name = ${name} and d.ref = ${ref}),
			(select basis_batch from ${asOf(question, 'run')} r
				where r.analysis = ${name} and r.audience = ${audience} and r.kind = 'live'
				order by r.basis_batch desc limit 1),
			0) as batch`;
	return row.batch;
}
